-- What one server keeps. Identifiers are opaque bytes; no personal datum stands in a column of its own except
-- inside `document.saved`, `entry.bytes` and registry bodies, which whoever holds the server can read.

CREATE TABLE department (
    id   BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    pack TEXT NOT NULL,
    code TEXT NOT NULL,
    UNIQUE (pack, code)
) STRICT;

-- The membership log, in the order of arrival: parents always before children.
CREATE TABLE entry (
    id         INTEGER PRIMARY KEY,
    department BLOB NOT NULL REFERENCES department (id),
    hash       BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    bytes      BLOB NOT NULL
) STRICT;
CREATE INDEX entry_of_department ON entry (department, id);

CREATE TABLE invitation (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    department BLOB    NOT NULL REFERENCES department (id),
    grant_hash BLOB    NOT NULL UNIQUE CHECK (length(grant_hash) = 32),
    sealed     BLOB    NOT NULL,
    expires    INTEGER NOT NULL -- unix seconds; whether it was used, the log tells
) STRICT;

CREATE TABLE session (
    actor       BLOB NOT NULL PRIMARY KEY CHECK (length(actor) = 16),
    department  BLOB NOT NULL REFERENCES department (id),
    certificate BLOB NOT NULL
) STRICT;

CREATE TABLE batch (
    id        INTEGER PRIMARY KEY, -- order of arrival: a predecessor always has a smaller id
    scope     BLOB    NOT NULL CHECK (length(scope) = 16),
    feed      BLOB    NOT NULL CHECK (length(feed) = 16),
    n         INTEGER NOT NULL CHECK (n >= 1),
    previous  BLOB    NOT NULL CHECK (length(previous) = 32),
    hash      BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    device    BLOB    NOT NULL CHECK (length(device) = 16), -- whose feed it is
    actor     BLOB    NOT NULL REFERENCES session (actor),
    header    BLOB    NOT NULL,
    signature BLOB    NOT NULL CHECK (length(signature) = 64),
    body      BLOB    NOT NULL, -- empty once it was erased: header and signature stay
    merge     TEXT    NOT NULL CHECK (merge IN ('waiting', 'done', 'never', 'aside', 'held', 'later'))
    -- never: sealed, not for this server; aside: beyond a revocation; held: too much of its device waits in pending;
    -- later: of a newer program
) STRICT;
CREATE INDEX batch_of_feed ON batch (feed, n);
CREATE INDEX batch_waiting ON batch (scope, id) WHERE merge = 'waiting';
CREATE INDEX batch_not_in ON batch (scope, merge, id) WHERE merge IN ('aside', 'held', 'later');

-- The ends of the header chains: one row a feed, more when it forked.
CREATE TABLE tip (
    scope  BLOB    NOT NULL,
    feed   BLOB    NOT NULL,
    n      INTEGER NOT NULL,
    hash   BLOB    NOT NULL,
    device BLOB    NOT NULL,
    PRIMARY KEY (scope, feed, hash)
) STRICT, WITHOUT ROWID;

-- Registry scopes only: what all admitted changes make together.
CREATE TABLE document (
    scope BLOB NOT NULL CHECK (length(scope) = 16),
    kind  TEXT NOT NULL,
    id    BLOB NOT NULL CHECK (length(id) = 16),
    heads BLOB NOT NULL, -- sorted change hashes, 32 bytes each
    saved BLOB NOT NULL,
    PRIMARY KEY (scope, kind, id)
) STRICT;

-- Changes whose causes have not arrived.
CREATE TABLE pending (
    scope    BLOB NOT NULL,
    kind     TEXT NOT NULL,
    document BLOB NOT NULL,
    actor    BLOB NOT NULL,
    digest   BLOB NOT NULL, -- SHA-256 of the bytes
    batch    BLOB NOT NULL,
    device   BLOB NOT NULL, -- that brought it
    bytes    BLOB NOT NULL,
    PRIMARY KEY (scope, kind, document, actor, digest)
) STRICT;
CREATE INDEX pending_of_device ON pending (device);

-- Changes in documents that only checkpoints brought: their author's own word takes their place.
CREATE TABLE borrowed (
    scope    BLOB NOT NULL,
    kind     TEXT NOT NULL,
    document BLOB NOT NULL,
    digest   BLOB NOT NULL, -- SHA-256 of the bytes
    PRIMARY KEY (scope, kind, document, digest)
) STRICT, WITHOUT ROWID;

-- What did not pass the admission, kept with its reason. A whole batch has an empty kind.
CREATE TABLE quarantine (
    scope    BLOB NOT NULL,
    kind     TEXT NOT NULL,
    document BLOB NOT NULL,
    actor    BLOB NOT NULL,
    digest   BLOB NOT NULL,
    batch    BLOB NOT NULL,
    reason   TEXT NOT NULL,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (scope, kind, document, actor, digest)
) STRICT;

-- Committed before foreign bytes are tried. If a row of another run is still there at a start, the process died on
-- the way: then everything up to `through` is tried change by change, and a change that it died of twice in a row
-- is quarantined (once may have been a power cut).
CREATE TABLE trying (
    scope    BLOB    NOT NULL PRIMARY KEY,
    run      BLOB    NOT NULL, -- random, one for each start of the server
    through  INTEGER NOT NULL, -- batch.id
    kind     TEXT,
    document BLOB,
    actor    BLOB,
    digest   BLOB,
    deaths   INTEGER NOT NULL -- how often the process died of this change before
) STRICT;

-- What each device has brought, by the server's day (days since 1970). Numbers only.
CREATE TABLE usage (
    device  BLOB    NOT NULL CHECK (length(device) = 16),
    day     INTEGER NOT NULL,
    batches INTEGER NOT NULL, -- bytes
    entries INTEGER NOT NULL, -- bytes
    PRIMARY KEY (device, day)
) STRICT, WITHOUT ROWID;

-- Up to which entry of a log the revocations and erasures in it have been carried out here.
CREATE TABLE settled (
    department BLOB    NOT NULL PRIMARY KEY REFERENCES department (id),
    entry      INTEGER NOT NULL, -- entry.id
    scrub      INTEGER NOT NULL CHECK (scrub IN (0, 1)) -- erased content may still lie in the write-ahead log
) STRICT;
