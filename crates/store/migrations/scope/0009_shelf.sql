-- The knowledge shelf: what supervisors add to it, and the pieces of its PDFs. Texts and bytes stay in the documents: rows
-- tell what there is, and which words are in it.

CREATE TABLE publication (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    sort_title  TEXT NOT NULL,
    summary     TEXT NOT NULL,
    language    TEXT NOT NULL,
    date        TEXT NOT NULL,
    source      TEXT NOT NULL,
    has_text    INTEGER NOT NULL CHECK (has_text IN (0, 1)),
    file        TEXT NOT NULL, -- hash of the PDF in hex; blank without one
    bytes       INTEGER NOT NULL,
    pieces      INTEGER NOT NULL,
    withdrawn   INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX publication_by_id ON publication (id);
CREATE INDEX publication_by_title ON publication (sort_title);

-- Folded before they come here, as those of people.
CREATE VIRTUAL TABLE publication_words USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    detail = none,
    prefix = '2 3',
    tokenize = 'ascii'
);

-- Pieces whose ids are the ones that they should have.
CREATE TABLE publication_piece (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    publication BLOB NOT NULL,
    file        TEXT NOT NULL,
    number      INTEGER NOT NULL
) STRICT;

CREATE INDEX publication_piece_by_file ON publication_piece (publication, file, number);
