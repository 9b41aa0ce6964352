-- What travels without a network: what other devices said that they store, and what is carried for others.

-- The last word of each device about each lane, as it signed it.
CREATE TABLE holding (
    device BLOB NOT NULL,
    lane   BLOB NOT NULL,
    vector BLOB NOT NULL,
    at     INTEGER NOT NULL,
    way    TEXT NOT NULL CHECK (way IN ('file', 'beside')),
    PRIMARY KEY (device, lane)
) STRICT, WITHOUT ROWID;

-- Batches on their way to the server: sealed ones of lanes that nobody here reads, and those that lack what they follow. Whoever wrote them has them too.
CREATE TABLE carried (
    row     INTEGER PRIMARY KEY,
    hash    BLOB NOT NULL UNIQUE,
    lane    BLOB NOT NULL,
    session BLOB NOT NULL,
    bytes   BLOB NOT NULL
) STRICT;
