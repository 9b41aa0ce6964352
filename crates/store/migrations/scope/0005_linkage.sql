-- What people decided of pairs of records, and which records are shown as one person by it. What older programs kept of
-- decisions without knowing them is projected in the same transaction.

CREATE TABLE linkage (
    row          INTEGER PRIMARY KEY REFERENCES document (row),
    id           BLOB NOT NULL,
    person       BLOB NOT NULL,
    other        BLOB NOT NULL, -- 16 zero bytes where it is elsewhere
    elsewhere    TEXT NOT NULL,
    decision     TEXT NOT NULL,
    recorded_by  BLOB NOT NULL,
    recorded_at  INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    conflicts    INTEGER NOT NULL
) STRICT;

CREATE INDEX linkage_by_person ON linkage (person);
CREATE INDEX linkage_by_other ON linkage (other);

-- Of records that decisions hold together, without a contradiction: each with the one that was registered first.
CREATE TABLE linked (
    row    INTEGER PRIMARY KEY REFERENCES document (row),
    person BLOB NOT NULL UNIQUE,
    head   BLOB NOT NULL
) STRICT;

CREATE INDEX linked_by_head ON linked (head);

-- Fields with several values, of the kinds of which a list is shown: one row a field. `row` is the document's.
CREATE TABLE conflict (
    row        INTEGER NOT NULL REFERENCES document (row),
    kind       TEXT NOT NULL,
    id         BLOB NOT NULL,
    person     BLOB NOT NULL,
    field      TEXT NOT NULL,
    critical   INTEGER NOT NULL CHECK (critical IN (0, 1)),
    put_off    INTEGER NOT NULL CHECK (put_off IN (0, 1)),
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (row, field)
) STRICT;

CREATE INDEX conflict_by_person ON conflict (person);

-- What linkage proposed when the register was looked through last: no projection, and made anew at will.
CREATE TABLE pair (
    a           BLOB NOT NULL,
    b           BLOB NOT NULL,
    weight      REAL NOT NULL,
    probability REAL NOT NULL,
    proposal    TEXT NOT NULL,
    reasons     TEXT NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

CREATE INDEX pair_by_b ON pair (b);

-- What the server said last of people of other departments: no projection either. The other side is the least that decides.
CREATE TABLE elsewhere (
    person     BLOB NOT NULL,
    reference  TEXT NOT NULL,
    weight     REAL NOT NULL,
    proposal   TEXT NOT NULL,
    reasons    TEXT NOT NULL,
    department TEXT NOT NULL,
    initials   TEXT NOT NULL,
    birth_year INTEGER,
    sex        TEXT NOT NULL,
    post       TEXT NOT NULL,
    month      TEXT NOT NULL,
    may_bring  INTEGER NOT NULL CHECK (may_bring IN (0, 1)),
    theirs     TEXT NOT NULL,
    PRIMARY KEY (person, reference)
) STRICT, WITHOUT ROWID;

-- How often people of the register changed here, and how far that was looked through.
CREATE TABLE looked (
    row     INTEGER PRIMARY KEY CHECK (row = 1),
    changes INTEGER NOT NULL,
    through INTEGER NOT NULL,
    asked   INTEGER NOT NULL -- when the server was asked last, Unix seconds by its clock; 0 if never
) STRICT;

INSERT INTO looked (row, changes, through, asked) VALUES (1, 1, 0, 0);
