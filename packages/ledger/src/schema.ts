// The ledger's tables as Kysely sees them: text, bigint and blob columns only; JSON is TEXT, times are bigint
// milliseconds.
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
  /** What an item's earlier revisions were: their batches' roots are recomputed from these. */
  itemRevision: { id: string; book: string; seq: number; place: number; sha256: string; contentHash: string }
  content: { itemId: string; masked: string; salt: Uint8Array; sealed: Uint8Array }
  verdict: { itemId: string; body: string }
  fingerprint: { book: string; key: string; itemId: string; caseId: string; at: number; seq: number }
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
  /** Not compared by verify: who is sending now, and when to try again. */
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
  outbox: { id: Generated<number>; topic: string; key: string; body: string; sentAt: number | null }
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
}

/** Version of the tables; a database with a newer one is refused. Each version is a list of statements, run once. */
export const migrations: string[][] = [
  [
    `create table book (id text primary key, name text not null, sample bigint not null, drill bigint not null,
      openedAt bigint not null, headSeq bigint not null, headHash text not null, headAt bigint not null)`,
    `create table entry (book text not null, seq bigint not null, at bigint not null, actor text not null,
      act text not null, caseId text, body text not null, prev text not null, hash text not null,
      primary key (book, seq))`,
    'create index entryCase on entry (caseId, seq) where caseId is not null',
    `create table item (id text primary key, book text not null, source text not null, kind text not null, ownId text,
      revision bigint not null, title text not null, url text, author text, platform text not null,
      publishedAt bigint, publishedPrecision text, receivedAt bigint not null, fetchedAt bigint not null,
      sha256 text not null, contentHash text not null, flags text not null, mentions text not null,
      backfill bigint not null, seq bigint not null, place bigint not null, caseId text, lane text)`,
    'create index itemCase on item (caseId, receivedAt) where caseId is not null',
    'create index itemLane on item (book, lane, fetchedAt) where lane is not null',
    'create index itemUntracked on item (book, seq) where caseId is null and lane is null',
    'create index itemBatch on item (book, seq, place)',
    `create table itemRevision (id text not null, book text not null, seq bigint not null, place bigint not null,
      sha256 text not null, contentHash text not null, primary key (book, seq, place))`,
    `create table content (itemId text primary key, masked text not null, salt blob not null, sealed blob not null)`,
    'create table verdict (itemId text primary key, body text not null)',
    `create table fingerprint (book text not null, key text not null, itemId text not null, caseId text not null,
      at bigint not null, seq bigint not null, primary key (book, key, itemId))`,
    'create index fingerprintSeq on fingerprint (book, seq)',
    `create table caseState (id text primary key, book text not null, number text not null, version bigint not null,
      seq bigint not null, state text not null, status text not null, grade text, restricted text,
      openedAt bigint not null, dueAt bigint, lead text, title text not null, opinion bigint not null,
      items bigint not null, heat bigint not null)`,
    'create unique index caseNumber on caseState (book, number)',
    'create index caseYear on caseState (book, substr(number, 1, 8), length(number), number)',
    'create index caseQueue on caseState (book, status, dueAt)',
    'create index caseSeq on caseState (book, seq)',
    `create table caseRow (caseId text not null, fromSeq bigint not null, toSeq bigint, book text not null,
      number text not null, status text not null, grade text, lead text, topics text not null, restricted text,
      openedAt bigint not null, row text not null, primary key (caseId, fromSeq))`,
    'create index caseRowAsOf on caseRow (book, number, fromSeq)',
    'create index caseRowNow on caseRow (book, caseId) where toSeq is null',
    `create table clock (id text primary key, book text not null, caseId text not null, itemId text, code text not null,
      basis text not null, startAt bigint not null, dueAt bigint not null, state text not null, stoppedAt bigint,
      body text not null)`,
    'create index clockCase on clock (caseId)',
    'create index clockItem on clock (itemId) where itemId is not null',
    `create index clockRunning on clock (dueAt) where state = 'running'`,
    `create table plan (id text primary key, book text not null, caseId text not null, ownerKind text not null,
      ownerId text not null, nextStepAt bigint, body text not null)`,
    'create index planDue on plan (nextStepAt) where nextStepAt is not null',
    'create index planCase on plan (caseId)',
    'create index planOwner on plan (ownerId)',
    `create table assignment (id text primary key, book text not null, caseId text not null, unit text not null,
      part text not null, at bigint not null, signedAt bigint, endedAt bigint, body text not null)`,
    'create index assignmentCase on assignment (caseId)',
    `create table alert (id text primary key, book text not null, caseId text not null, owner text not null,
      clockId text, code text, step text not null, occurrence bigint not null, firedAt bigint not null,
      late bigint not null, seq bigint not null, acknowledged text, body text not null)`,
    'create unique index alertOnce on alert (owner, step, occurrence)',
    'create index alertCase on alert (caseId, seq)',
    'create index alertRinging on alert (book, seq) where acknowledged is null',
    `create table delivery (id text primary key, book text not null, caseId text not null, alertId text not null,
      channel text not null, contact text not null, state text not null, messageId text, attempts bigint not null,
      changedAt bigint not null, body text not null)`,
    'create unique index deliveryOnce on delivery (alertId, contact, channel)',
    `create index deliveryPending on delivery (channel, changedAt) where state = 'pending'`,
    'create index deliveryCase on delivery (caseId)',
    'create index deliveryMessage on delivery (messageId) where messageId is not null',
    `create table deliveryLease (deliveryId text primary key, lease bigint not null, until bigint not null,
      attempts bigint not null, nextAt bigint not null, begun bigint not null)`,
    `create table call (id text primary key, book text not null, caseId text, alertId text, deliveryId text,
      openedAt bigint not null, result text, body text not null)`,
    'create index callOpen on call (book, openedAt) where result is null',
    `create table outbox (id integer primary key autoincrement, topic text not null, key text not null,
      body text not null, sentAt bigint)`,
    'create index outboxWaiting on outbox (id) where sentAt is null',
    `create table parked (id text primary key, topic text not null, key text not null, body text not null,
      reason text not null, at bigint not null, replayedAt bigint)`,
    'create table command (id text primary key, at bigint not null, answer text not null)',
    `create table policyVersion (hash text not null, book text not null, seq bigint not null, text text not null,
      primary key (book, hash))`,
    `create table sourceState (id text not null, book text not null, cursor text, etag text, lastModified text,
      nextAt bigint not null, failures bigint not null, lastItemAt bigint, lastError text, lease text,
      leaseUntil bigint not null, primary key (book, id))`,
    `create table person (login text primary key, book text not null, name text not null, roles text not null,
      unit text, password text not null, failures bigint not null, lockedUntil bigint not null,
      disabled bigint not null)`,
    `create table session (id text primary key, login text not null, createdAt bigint not null, seenAt bigint not null,
      expiresAt bigint not null)`,
    `create table oneTime (hash text primary key, login text not null, expiresAt bigint not null, usedAt bigint)`,
    'create table status (service text primary key, at bigint not null, facts text not null)',
  ],
]
