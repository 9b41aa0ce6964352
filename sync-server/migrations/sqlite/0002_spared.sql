-- Documents that are gone for good: ordered away, or named with one that was and found to be about it. What an entry of
-- the membership log names besides is spared: its changes are taken, its batches keep their bodies.
CREATE TABLE gone (
    scope    BLOB NOT NULL CHECK (length(scope) = 16),
    kind     TEXT NOT NULL,
    document BLOB NOT NULL CHECK (length(document) = 16),
    PRIMARY KEY (scope, kind, document)
) STRICT, WITHOUT ROWID;

-- What was erased before is noted here with the next pass.
UPDATE settled SET entry = 0;
