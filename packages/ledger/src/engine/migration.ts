// The tables as versions of statements, each run once and in order; SQLite and PostgreSQL take the same text.

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
  ['create table projection (book text primary key, version bigint not null)'],
  [
    'alter table outbox add column claimedUntil bigint not null default 0',
    `create table blobChunk (sha256 text not null, part bigint not null, bytes blob not null,
      primary key (sha256, part))`,
  ],
  [
    // Candidates are read by key, the newest first; without it a word that thousands share is read thousands of times.
    'create index fingerprintRecent on fingerprint (book, key, at)',
  ],
  [
    `create table itemHeat (itemId text not null, book text not null, at bigint not null, reads bigint, comments bigint,
      reposts bigint, likes bigint, seq bigint not null, primary key (itemId, at))`,
    'create index itemHeatAt on itemHeat (book, at)',
    'create index itemHeatSeq on itemHeat (book, seq)',
  ],
  // An export reads the 台账 page by page in this order: without it each page sorts the whole table.
  ['create index caseRowOpened on caseRow (book, openedAt, caseId)'],
  [
    `create table correction (itemId text not null, field text not null, book text not null, value text not null,
      seq bigint not null, at bigint not null, actor text not null, reason text not null,
      primary key (itemId, field))`,
  ],
  [
    // The queue shows what is held back as 涉密 on every look; without it that reads the whole chain.
    `create index entryHeld on entry (book, seq)
      where act in ('item.quarantined', 'item.cleared', 'item.released')`,
  ],
  [
    `create table model (book text not null, id text not null, seq bigint not null, at bigint not null, usedSeq bigint,
      body text not null, primary key (book, id))`,
  ],
  [
    `create table publication (id text primary key, book text not null, caseId text not null, nextAt bigint not null,
      broken bigint not null, body text not null)`,
    'create index publicationDue on publication (book, nextAt)',
    'create index publicationCase on publication (caseId)',
    'create index publicationBroken on publication (book) where broken = 1',
  ],
  [
    // A key names an item by a number and lies in one tree, in the order it is asked for: with ids, times and cases
    // under every key in four trees, nine tenths of what a turn wrote was this.
    `create table fingerprintItem (book text not null, number bigint not null, itemId text not null,
      caseId text not null, at bigint not null, keys text not null, primary key (book, number)) without rowid`,
    'create index fingerprintItemId on fingerprintItem (itemId)',
    `create table fingerprintKey (book text not null, key text not null, at bigint not null, number bigint not null,
      primary key (book, key, at, number)) without rowid`,
    `insert into fingerprintItem (book, number, itemId, caseId, at, keys)
      select book, row_number() over (partition by book order by min(seq), itemId), itemId, min(caseId), min(at),
        string_agg(key, '\n') from fingerprint group by book, itemId`,
    `insert into fingerprintKey (book, key, at, number)
      select fingerprint.book, fingerprint.key, fingerprintItem.at, fingerprintItem.number
      from fingerprint inner join fingerprintItem
      on fingerprintItem.book = fingerprint.book and fingerprintItem.itemId = fingerprint.itemId`,
    'drop table fingerprint',
  ],
  // Letters of a period are read by their time; without it all letters ever.
  [`create index itemLetter on item (book, receivedAt, id) where kind = 'letter'`],
  [
    'alter table sourceState add column newAt bigint',
    'alter table sourceState add column silentAt bigint',
    `create table sourceDay (book text not null, source text not null, day bigint not null, hours text not null,
      items bigint not null, garbled bigint not null, lagMs bigint not null, lagged bigint not null,
      primary key (book, source, day))`,
  ],
  [
    `create table channelTest (book text not null, source text not null, sentAt bigint not null, backAt bigint,
      failedAt bigint, primary key (book, source))`,
  ],
  [
    'alter table content add column writer blob',
    `create table answerMail (id text primary key, book text not null, caseId text not null, itemId text not null,
      state text not null, messageId text, attempts bigint not null, changedAt bigint not null, body text not null)`,
    `create index answerMailWaiting on answerMail (changedAt) where state = 'waiting'`,
    'create index answerMailItem on answerMail (itemId)',
    'create index answerMailMessage on answerMail (messageId) where messageId is not null',
  ],
  // Cases of one batch are opened at one moment: people look for them by number, in the 台账 and in what they export.
  ['drop index caseRowOpened', 'create index caseRowOrder on caseRow (book, openedAt, number)'],
  // The alive panel tells of the newest on every look; without it that reads the whole chain.
  ["create index entryRefused on entry (book, seq) where act = 'file.refused'"],
  // What no question goes by: a version of a row is closed by the case's own key, and the 台账 is read by caseRowOrder.
  ['drop index caseRowNow', 'drop index caseRowAsOf'],
  // 先打电话 is the case's own, as its entries make it; the projections are made anew after this upgrade.
  ['alter table caseState add column callFirst bigint not null default 0'],
  // Letters that a merge took along ask for the few cases that wait; without it that reads all.
  ['create index caseCallFirst on caseState (book) where callFirst = 1'],
  // Up to which number a book's keys stand in fingerprintKey; those of later items wait in memory and are read from
  // fingerprintItem at the next start. Without a row all stand there.
  ['create table fingerprintMark (book text primary key, number bigint not null)'],
  // 来信 goes by lane: without these each look reads every clock and every case there ever was.
  [
    'alter table clock add column outcome text',
    `create index clockLetter on clock (book, dueAt, startAt, id) where code = 'LET' and state != 'ended'`,
    'create index clockOutcome on clock (book, outcome, dueAt, startAt, id) where outcome is not null',
    'create index caseRestricted on caseState (book) where restricted is not null',
  ],
  // Every screen of the desk asks whether a handover waits; without these that reads the whole chain.
  [
    "create index entryHandoverGiven on entry (book, seq) where act = 'handover.given'",
    "create index entryHandoverTaken on entry (book, seq) where act = 'handover.taken'",
  ],
  // What a handover tells is asked for by these: without them every look at it reads all that is open. The projections
  // are made anew after this upgrade.
  [
    'alter table caseState add column inReview bigint not null default 0',
    'create index caseInReview on caseState (book, openedAt, id) where inReview = 1',
    'create index caseGrade on caseState (book, grade, status) where grade is not null',
    'alter table clock add column misdirected bigint',
    `create index clockMisdirected on clock (book, dueAt, startAt, id) where misdirected = 1 and state != 'ended'`,
    `create index clockReport on clock (book, dueAt, id) where state = 'running' and code in ('RPT-P', 'RPT-W')`,
  ],
  [
    // What a mail to a writer says as typed, his name with it, is no part of an entry.
    `create table answerWords (answerId text primary key, book text not null, itemId text not null,
      sealed blob not null)`,
    'create index answerWordsItem on answerWords (itemId)',
  ],
  // Each reply of a unit asks how often it has rung within the hour; without this that reads every alert.
  ['create index alertFired on alert (book, firedAt)'],
  // Why a text is gone is asked for wherever it is missing; without this that reads the whole chain.
  ["create index entryErased on entry (seq) where act = 'content.erased'"],
  // A unit that asks for more time is handed over; the projections are made anew after this upgrade.
  [
    'alter table caseState add column asksMore bigint not null default 0',
    'create index caseAsksMore on caseState (book, openedAt, id) where asksMore = 1',
  ],
]
