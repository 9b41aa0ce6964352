-- The device file: what any user of this device may open, so that anyone can carry an exchange.

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The membership log, in the order of arrival (parents first).
CREATE TABLE log_entry (
    row   INTEGER PRIMARY KEY,
    hash  BLOB NOT NULL UNIQUE,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE session (
    actor       BLOB NOT NULL PRIMARY KEY,
    certificate BLOB NOT NULL
) STRICT;

-- The shelf: signed batches of every scope and feed, chain-verified, sealed bodies included.
CREATE TABLE batch (
    row       INTEGER PRIMARY KEY AUTOINCREMENT,
    hash      BLOB NOT NULL UNIQUE,
    scope     BLOB NOT NULL,
    feed      BLOB NOT NULL,
    n         INTEGER NOT NULL CHECK (n > 0),
    previous  BLOB NOT NULL,
    session   BLOB NOT NULL,
    own       INTEGER NOT NULL CHECK (own IN (0, 1)),
    offered   INTEGER NOT NULL CHECK (offered IN (0, 1)),
    changes   INTEGER,
    header    BLOB NOT NULL,
    signature BLOB NOT NULL,
    body      BLOB NOT NULL
) STRICT;

CREATE INDEX batch_by_scope ON batch (scope, feed, n, hash, previous, own, changes);
CREATE INDEX batch_by_feed ON batch (feed, n, own, offered);
CREATE INDEX batch_by_arrival ON batch (scope, row, hash);

-- Nothing on the shelf is ever deleted, and what was offered stays as it was.
CREATE TRIGGER batch_is_kept BEFORE DELETE ON batch
BEGIN
    SELECT RAISE(ABORT, 'a batch is kept');
END;

-- Batches whose content was erased: header and signature stay, the body is nothing, here and when it comes again.
CREATE TABLE hollow (
    hash BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER hollow_stays_hollow BEFORE DELETE ON hollow
BEGIN
    SELECT RAISE(ABORT, 'what was erased stays erased');
END;

CREATE TRIGGER offered_batch_is_final BEFORE UPDATE OF hash, header, body ON batch
    WHEN old.offered = 1 AND NOT (new.hash = old.hash AND new.header = old.header AND length(new.body) = 0
        AND EXISTS (SELECT 1 FROM hollow WHERE hollow.hash = old.hash))
BEGIN
    SELECT RAISE(ABORT, 'an offered batch is final');
END;

CREATE TABLE receipt (
    scope  BLOB NOT NULL PRIMARY KEY,
    vector BLOB NOT NULL,
    time   INTEGER NOT NULL
) STRICT;

CREATE TABLE exchange (
    row          INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    ok           INTEGER NOT NULL,
    code         TEXT NOT NULL,
    bytes_up     INTEGER NOT NULL,
    bytes_down   INTEGER NOT NULL,
    requests     INTEGER NOT NULL,
    batches_up   INTEGER NOT NULL,
    batches_down INTEGER NOT NULL,
    records_up   INTEGER NOT NULL,
    records_down INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    refused      INTEGER NOT NULL,
    quarantined  INTEGER NOT NULL
) STRICT;

-- Batches from outside that could not be verified, kept with their bytes.
CREATE TABLE batch_quarantine (
    row    INTEGER PRIMARY KEY,
    scope  BLOB NOT NULL,
    hash   BLOB NOT NULL,
    reason TEXT NOT NULL,
    at     INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    UNIQUE (hash, reason)
) STRICT;
