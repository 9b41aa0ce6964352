-- What is compared of the registries' documents (kinds person, consent, linkage), so that a question across departments
-- need not read every document. Written with the document it is of, and gone with it in whichever way it goes.
CREATE TABLE compared (
    scope  BLOB NOT NULL CHECK (length(scope) = 16),
    kind   TEXT NOT NULL,
    id     BLOB NOT NULL CHECK (length(id) = 16),
    person BLOB NOT NULL CHECK (length(person) = 16), -- whom it is about, in the same scope
    bytes  BLOB NOT NULL, -- flat fields
    PRIMARY KEY (scope, kind, id),
    FOREIGN KEY (scope, kind, id) REFERENCES document (scope, kind, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX compared_of_person ON compared (scope, person);

-- Moves whenever anything of it moves.
CREATE TABLE compared_state (
    one   INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    moved INTEGER NOT NULL
) STRICT;
INSERT INTO compared_state (one, moved) VALUES (1, 0);
CREATE TRIGGER compared_came AFTER INSERT ON compared BEGIN UPDATE compared_state SET moved = moved + 1; END;
CREATE TRIGGER compared_changed AFTER UPDATE ON compared BEGIN UPDATE compared_state SET moved = moved + 1; END;
CREATE TRIGGER compared_went AFTER DELETE ON compared BEGIN UPDATE compared_state SET moved = moved + 1; END;

-- Who asked about people of other departments. Never what was asked. Rows go after 90 days.
CREATE TABLE look_up (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL, -- seconds since 1970, by this server's clock
    department BLOB    NOT NULL CHECK (length(department) = 16), -- that asked
    user       BLOB    NOT NULL CHECK (length(user) = 16),
    device     BLOB    NOT NULL CHECK (length(device) = 16),
    question   TEXT    NOT NULL CHECK (question IN ('look_up', 'take', 'proposals')),
    elsewhere  BLOB CHECK (length(elsewhere) = 16), -- the department whose person was named, if one was
    reference  BLOB CHECK (length(reference) = 16), -- how the person was named
    found      INTEGER NOT NULL -- how many were told of; 0 while it is being answered
) STRICT;
CREATE INDEX look_up_of_user ON look_up (department, user, question, at);
CREATE INDEX look_up_by_time ON look_up (at);
