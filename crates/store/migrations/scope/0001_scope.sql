-- A scope's file: what its members read and write.

-- One row: which scope this is, whatever the file is called.
CREATE TABLE identity (
    row   INTEGER PRIMARY KEY CHECK (row = 1),
    scope BLOB NOT NULL CHECK (length(scope) = 16)
) STRICT;

CREATE TABLE document (
    row   INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL,
    id    BLOB NOT NULL CHECK (length(id) = 16),
    heads BLOB NOT NULL,
    saved BLOB NOT NULL,
    UNIQUE (id, kind)
) STRICT;

-- A document goes only while it is named here, in the transaction that takes it away: nothing that counts is left of
-- it, or it is erased.
CREATE TABLE leaving (
    document INTEGER NOT NULL PRIMARY KEY
) STRICT;

CREATE TRIGGER document_is_kept BEFORE DELETE ON document
    WHEN NOT EXISTS (SELECT 1 FROM leaving WHERE leaving.document = old.row)
BEGIN
    SELECT RAISE(ABORT, 'a document is kept');
END;

-- Documents that two persons ordered away: refused for ever, from wherever they come.
CREATE TABLE tombstone (
    id   BLOB NOT NULL CHECK (length(id) = 16),
    kind TEXT NOT NULL,
    PRIMARY KEY (id, kind)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tombstone_is_kept BEFORE DELETE ON tombstone
BEGIN
    SELECT RAISE(ABORT, 'what was erased stays erased');
END;

CREATE TRIGGER erased_document_stays_away BEFORE INSERT ON document
    WHEN EXISTS (SELECT 1 FROM tombstone WHERE tombstone.id = new.id AND tombstone.kind = new.kind)
BEGIN
    SELECT RAISE(ABORT, 'what was erased stays erased');
END;

-- Own batches, all of them: the last one may still be open, the others never change.
CREATE TABLE outbox (
    row       INTEGER PRIMARY KEY,
    feed      BLOB NOT NULL,
    n         INTEGER NOT NULL CHECK (n > 0),
    hash      BLOB NOT NULL UNIQUE,
    session   BLOB NOT NULL,
    changes   INTEGER NOT NULL,
    header    BLOB NOT NULL,
    signature BLOB NOT NULL,
    body      BLOB NOT NULL,
    UNIQUE (feed, n)
) STRICT;

CREATE INDEX outbox_by_session ON outbox (session);

CREATE TRIGGER outbox_is_kept BEFORE DELETE ON outbox
BEGIN
    SELECT RAISE(ABORT, 'an own batch is kept');
END;

-- Batches whose content was erased: the body is nothing.
CREATE TABLE hollow (
    hash BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER outbox_only_grows BEFORE UPDATE ON outbox
    WHEN NOT (new.hash = old.hash AND new.header = old.header AND new.feed = old.feed AND new.n = old.n
        AND length(new.body) = 0 AND EXISTS (SELECT 1 FROM hollow WHERE hollow.hash = old.hash))
    AND (new.feed <> old.feed OR new.n <> old.n OR new.changes <= old.changes OR new.session <> old.session
        OR EXISTS (SELECT 1 FROM outbox AS later WHERE later.feed = old.feed AND later.n > old.n))
BEGIN
    SELECT RAISE(ABORT, 'only the last own batch grows');
END;

-- Certificates of the sessions that made own batches: what others need to believe them, wherever the device file is.
CREATE TABLE session (
    actor       BLOB NOT NULL PRIMARY KEY,
    certificate BLOB NOT NULL
) STRICT;

-- Which documents an own batch changed: what is still to be sent, by name.
CREATE TABLE outbox_document (
    outbox   INTEGER NOT NULL REFERENCES outbox (row),
    document INTEGER NOT NULL REFERENCES document (row),
    PRIMARY KEY (outbox, document)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_document_by_document ON outbox_document (document);

-- Batches of the shelf whose changes were taken in, set aside or kept waiting here.
CREATE TABLE applied (
    hash    BLOB NOT NULL PRIMARY KEY,
    feed    BLOB NOT NULL,
    n       INTEGER NOT NULL,
    session BLOB NOT NULL,
    lane    TEXT NOT NULL CHECK (lane IN ('main', 'inbox', 'checkpoint'))
) STRICT, WITHOUT ROWID;

CREATE INDEX applied_by_session ON applied (session);
CREATE INDEX applied_by_feed ON applied (feed, lane);

-- Own batches that do not count: beyond the cut of a revocation, and not admitted.
CREATE TABLE aside (
    hash BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- How far each checkpoint that was taken in stands for the batches of the shelf, and which of those it replaces here.
CREATE TABLE covering (
    batch  BLOB NOT NULL PRIMARY KEY,
    vector BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE covered (
    hash BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Changes that wait for a change they build on.
CREATE TABLE pending (
    row      INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL,
    kind     TEXT NOT NULL,
    document BLOB NOT NULL,
    actor    BLOB NOT NULL,
    device   BLOB NOT NULL,
    feed     BLOB NOT NULL,
    n        INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    UNIQUE (hash, kind, document)
) STRICT;

CREATE INDEX pending_by_document ON pending (document, kind);
CREATE INDEX pending_by_actor ON pending (actor);

-- Changes in documents that only checkpoints brought: their author's own word takes their place.
CREATE TABLE borrowed (
    document BLOB NOT NULL,
    kind     TEXT NOT NULL,
    hash     BLOB NOT NULL,
    PRIMARY KEY (document, kind, hash)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER erased_change_does_not_wait BEFORE INSERT ON pending
    WHEN EXISTS (SELECT 1 FROM tombstone WHERE tombstone.id = new.document AND tombstone.kind = new.kind)
BEGIN
    SELECT RAISE(ABORT, 'what was erased stays erased');
END;

CREATE TABLE quarantine (
    row      INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL,
    what     TEXT NOT NULL CHECK (what IN ('change', 'batch', 'record')),
    kind     TEXT NOT NULL,
    document BLOB NOT NULL,
    reason   TEXT NOT NULL,
    actor    BLOB NOT NULL,
    device   BLOB NOT NULL,
    feed     BLOB NOT NULL,
    n        INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    UNIQUE (hash, kind, document)
) STRICT;

-- What is being tried, while `live` (a row found so when nobody applies says where the program ended, unless the `run`
-- of the program that left it goes on), and how often in a row the program ended there; `change` is empty while a whole
-- batch is tried.
CREATE TABLE trying (
    batch  BLOB NOT NULL,
    change BLOB NOT NULL,
    live   INTEGER NOT NULL CHECK (live IN (0, 1)),
    run    BLOB NOT NULL DEFAULT x'',
    deaths INTEGER NOT NULL CHECK (deaths >= 0),
    PRIMARY KEY (batch, change)
) STRICT, WITHOUT ROWID;

-- Who is behind an actor. The name comes from the membership log.
CREATE TABLE author (
    actor  BLOB NOT NULL PRIMARY KEY,
    user   BLOB NOT NULL,
    name   TEXT NOT NULL,
    post   TEXT NOT NULL,
    device BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Records of the inbox lane, as their writers sealed them. `at`, `act` and what it is about are told by whoever reads
-- the bytes (`noted`); until then `at` is the hour of the batch.
CREATE TABLE inbox_record (
    row    INTEGER PRIMARY KEY,
    hash   BLOB NOT NULL UNIQUE,
    kind   TEXT NOT NULL,
    user   BLOB NOT NULL,
    actor  BLOB NOT NULL,
    device BLOB NOT NULL,
    feed   BLOB NOT NULL,
    n      INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    act    TEXT NOT NULL,
    noted  INTEGER NOT NULL CHECK (noted IN (0, 1)),
    bytes  BLOB NOT NULL
) STRICT;

CREATE INDEX inbox_record_by_kind ON inbox_record (kind, at DESC);
CREATE INDEX inbox_record_to_note ON inbox_record (row) WHERE noted = 0;

-- Which batches carry a record: more than one where an open batch grew after it was taken in, or its feed forked.
CREATE TABLE inbox_carrier (
    batch  BLOB NOT NULL,
    record INTEGER NOT NULL REFERENCES inbox_record (row),
    PRIMARY KEY (batch, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX inbox_carrier_by_record ON inbox_carrier (record);

CREATE TABLE inbox_subject (
    record   INTEGER NOT NULL REFERENCES inbox_record (row),
    document BLOB NOT NULL CHECK (length(document) = 16),
    PRIMARY KEY (record, document)
) STRICT, WITHOUT ROWID;

CREATE INDEX inbox_subject_by_document ON inbox_subject (document);

-- Records that were taken care of, by hash: it stays so if the batch is taken out and in again.
CREATE TABLE inbox_settled (
    hash BLOB NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A draft belongs to its user and is not a document yet.
CREATE TABLE draft (
    id    BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    owner BLOB NOT NULL,
    kind  TEXT NOT NULL,
    json  TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT;

-- Projections: written only from documents, by `project`; `row` is the document's.

CREATE TABLE person (
    row             INTEGER PRIMARY KEY REFERENCES document (row),
    id              BLOB NOT NULL,
    display_name    TEXT NOT NULL,
    sort_name       TEXT NOT NULL,
    given_names     TEXT NOT NULL,
    surname1        TEXT NOT NULL,
    surname2        TEXT NOT NULL,
    sex             TEXT NOT NULL,
    birth           TEXT NOT NULL,
    birth_year      INTEGER,
    nationality     TEXT NOT NULL,
    phone           TEXT NOT NULL,
    residence       TEXT NOT NULL,
    documents       TEXT NOT NULL,
    languages       TEXT NOT NULL,
    registered_post TEXT NOT NULL,
    registered_on   TEXT NOT NULL,
    registered_by   BLOB NOT NULL,
    registered_at   INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    conflicts       INTEGER NOT NULL
) STRICT;

CREATE INDEX person_by_registration ON person (registered_at);
CREATE INDEX person_by_post ON person (registered_post, registered_at DESC);
CREATE INDEX person_by_day ON person (registered_on, registered_post);
CREATE INDEX person_by_name ON person (sort_name);
CREATE INDEX person_in_conflict ON person (conflicts) WHERE conflicts > 0;

CREATE TABLE enrollment (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    person      BLOB NOT NULL,
    program     TEXT NOT NULL,
    post        TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    status      TEXT NOT NULL,
    facility    TEXT NOT NULL,
    recorder    TEXT NOT NULL,
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX enrollment_by_person ON enrollment (person);
CREATE INDEX enrollment_by_day ON enrollment (on_day, post);
CREATE INDEX enrollment_in_conflict ON enrollment (conflicts) WHERE conflicts > 0;

CREATE TABLE consultation (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    person      BLOB NOT NULL,
    post        TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    needs       TEXT NOT NULL,
    note        TEXT NOT NULL,
    restricted  INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX consultation_by_person ON consultation (person);
CREATE INDEX consultation_by_day ON consultation (on_day, post);
CREATE INDEX consultation_in_conflict ON consultation (conflicts) WHERE conflicts > 0;

-- Words of a person, folded before they come here. Only which row holds which word is kept: no text, no positions.
CREATE VIRTUAL TABLE person_words USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    detail = none,
    prefix = '1 2 3',
    tokenize = 'ascii'
);
