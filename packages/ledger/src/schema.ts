// The ledger's tables as Kysely sees them: text, bigint and blob columns only; JSON is TEXT, times are bigint ms.
import type { Generated } from 'kysely'

export interface Schema {
  migration: { version: number; at: number }
  book: {
    id: string
    name: string
    sample: number
    drill: number
    openedAt: number
    headSeq: number
    headHash: string
    headAt: number
  }
  entry: {
    book: string
    seq: number
    at: number
    actor: string
    act: string
    caseId: string | null
    body: string
    prev: string
    hash: string
  }
  item: {
    id: string
    book: string
    source: string
    kind: string
    ownId: string | null
    revision: number
    title: string
    url: string | null
    author: string | null
    platform: string
    publishedAt: number | null
    publishedPrecision: string | null
    receivedAt: number
    fetchedAt: number
    sha256: string
    contentHash: string
    flags: string
    mentions: string
    backfill: number
    /** The items.received entry that recorded this revision, and the place in its batch. */
    seq: number
    place: number
    /** Where it went: a case or a lane; both null until the tracker has decided. */
    caseId: string | null
    lane: string | null
  }
  itemHeat: {
    itemId: string
    book: string
    at: number
    reads: number | null
    comments: number | null
    reposts: number | null
    likes: number | null
    seq: number
  }
  /** What an item's earlier revisions were: their batches' roots are recomputed from these. */
  itemRevision: { id: string; book: string; seq: number; place: number; sha256: string; contentHash: string }
  /** `writer`: the sealed address of a letter's writer. */
  content: { itemId: string; masked: string; salt: Uint8Array; sealed: Uint8Array; writer: Uint8Array | null }
  verdict: { itemId: string; body: string }
  /** What people said of items instead of the machine, the last word for each field; from entries alone. */
  correction: {
    itemId: string
    field: string
    book: string
    value: string
    seq: number
    at: number
    actor: string
    reason: string
  }
  /** Local models, and the shipped one once it was chosen; the one used last is in use. From entries alone. */
  model: { book: string; id: string; seq: number; at: number; usedSeq: number | null; body: string }
  /** Numbered by book: a higher number came later, also where an item was read or placed anew. Keys: one a line. */
  fingerprintItem: { book: string; number: number; itemId: string; caseId: string; at: number; keys: string }
  fingerprintKey: { book: string; key: string; at: number; number: number }
  fingerprintMark: { book: string; number: number }
  caseState: {
    id: string
    book: string
    number: string
    version: number
    seq: number
    state: string
    status: string
    grade: string | null
    restricted: string | null
    openedAt: number
    /** Nearest deadline of a running clock, LET included; null when none runs. */
    dueAt: number | null
    lead: string | null
    title: string
    opinion: number
    items: number
    heat: number
    /** 1: a life may hang on it and nobody has acted yet. */
    callFirst: number
    /** 1: a response stops nothing until 审核 has said so. */
    inReview: number
    /** 1: a unit asks for more time and the desk has not answered. */
    asksMore: number
  }
  caseRow: {
    caseId: string
    fromSeq: number
    toSeq: number | null
    book: string
    number: string
    status: string
    grade: string | null
    lead: string | null
    topics: string
    restricted: string | null
    openedAt: number
    row: string
  }
  clock: {
    id: string
    book: string
    caseId: string
    itemId: string | null
    code: string
    basis: string
    startAt: number
    dueAt: number
    state: string
    stoppedAt: number | null
    body: string
    /** What became of a letter, on its LET. */
    outcome: string | null
    /** 1: a LET whose letter reads as another's matter. Its verdict says so, no entry: verify does not compare it. */
    misdirected: number | null
  }
  plan: {
    id: string
    book: string
    caseId: string
    ownerKind: string
    ownerId: string
    nextStepAt: number | null
    body: string
  }
  assignment: {
    id: string
    book: string
    caseId: string
    unit: string
    part: string
    at: number
    signedAt: number | null
    endedAt: number | null
    body: string
  }
  alert: {
    id: string
    book: string
    caseId: string
    owner: string
    clockId: string | null
    code: string | null
    step: string
    occurrence: number
    firedAt: number
    late: number
    seq: number
    acknowledged: string | null
    body: string
  }
  delivery: {
    id: string
    book: string
    caseId: string
    alertId: string
    channel: string
    contact: string
    state: string
    messageId: string | null
    attempts: number
    changedAt: number
    body: string
  }
  /** Answers to writers by mail; the address is not among it. */
  answerMail: {
    id: string
    book: string
    caseId: string
    itemId: string
    state: string
    messageId: string | null
    attempts: number
    changedAt: number
    body: string
  }
  answerWords: { answerId: string; book: string; itemId: string; sealed: Uint8Array }
  /** Not compared by verify: who is sending a delivery or an answer now, and when to try again. */
  deliveryLease: {
    deliveryId: string
    lease: number
    until: number
    attempts: number
    nextAt: number
    /** A sending began whose end was never recorded: the next one is 可能重复. */
    begun: number
  }
  call: {
    id: string
    book: string
    caseId: string | null
    alertId: string | null
    deliveryId: string | null
    openedAt: number
    result: string | null
    body: string
  }
  /** Pages responses were published on; `broken`: 1 when the last look could not open it. */
  publication: {
    id: string
    book: string
    caseId: string
    nextAt: number
    broken: number
    body: string
  }
  outbox: {
    id: Generated<number>
    topic: string
    key: string
    body: string
    sentAt: number | null
    /** Where several relays run: the one that took the row has until then to send it. */
    claimedUntil: Generated<number>
  }
  /** Sealed raw bytes in parts, where they lie in the database and not in files. */
  blobChunk: { sha256: string; part: number; bytes: Uint8Array }
  parked: {
    id: string
    topic: string
    key: string
    body: string
    reason: string
    at: number
    replayedAt: number | null
  }
  command: { id: string; at: number; answer: string }
  policyVersion: { hash: string; book: string; seq: number; text: string }
  sourceState: {
    id: string
    book: string
    cursor: string | null
    etag: string | null
    lastModified: string | null
    nextAt: number
    failures: number
    lastItemAt: number | null
    lastError: string | null
    lease: string | null
    leaseUntil: number
    /** When something new last came, and since when that is too long ago by the source's own rhythm. */
    newAt: number | null
    silentAt: number | null
  }
  /** The last marked letter to a mailbox; not compared by verify. */
  channelTest: { book: string; source: string; sentAt: number; backAt: number | null; failedAt: number | null }
  /** What a source delivered on one Beijing day (`hours`: 24 numbers with commas between); not compared by verify. */
  sourceDay: {
    book: string
    source: string
    day: number
    hours: string
    items: number
    garbled: number
    /** From publication (a letter: from arrival) to us, summed over `lagged` items. */
    lagMs: number
    lagged: number
  }
  person: {
    login: string
    book: string
    name: string
    roles: string
    unit: string | null
    password: string
    failures: number
    lockedUntil: number
    disabled: number
  }
  session: { id: string; login: string; createdAt: number; seenAt: number; expiresAt: number }
  oneTime: { hash: string; login: string; expiresAt: number; usedAt: number | null }
  status: { service: string; at: number; facts: string }
  /** Version of `evolve` the projections of a book were made by. */
  projection: { book: string; version: number }
}
