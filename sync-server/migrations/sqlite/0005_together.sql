-- What is compared is filled in anew with this version: of a decision also with whom it holds somebody to be one person.
DELETE FROM compared;
ALTER TABLE compared ADD COLUMN other BLOB CHECK (length(other) = 16); -- null unless it does, and does not contradict itself
CREATE INDEX compared_of_other ON compared (scope, other) WHERE other IS NOT NULL;

-- Of whom something moved, and when it last did: what `compared_state` said then. Whoever holds what was read before needs
-- to read only these again. Opaque ids; who is gone stays named, so that they are taken out.
CREATE TABLE compared_person (
    scope  BLOB    NOT NULL CHECK (length(scope) = 16),
    person BLOB    NOT NULL CHECK (length(person) = 16),
    moved  INTEGER NOT NULL,
    PRIMARY KEY (scope, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX compared_person_moved ON compared_person (moved);

DROP TRIGGER compared_came;
DROP TRIGGER compared_changed;
DROP TRIGGER compared_went;
-- With whom a decision holds somebody together now is found from them; with whom it did before is noted here.
CREATE TRIGGER compared_came AFTER INSERT ON compared BEGIN
    UPDATE compared_state SET moved = moved + 1;
    INSERT INTO compared_person (scope, person, moved)
        SELECT NEW.scope, NEW.person, moved FROM compared_state WHERE true
        ON CONFLICT (scope, person) DO UPDATE SET moved = excluded.moved;
END;
CREATE TRIGGER compared_changed AFTER UPDATE ON compared BEGIN
    UPDATE compared_state SET moved = moved + 1;
    INSERT INTO compared_person (scope, person, moved)
        SELECT NEW.scope, whom.id, compared_state.moved
        FROM (SELECT NEW.person AS id UNION SELECT OLD.person UNION SELECT OLD.other) AS whom, compared_state
        WHERE whom.id IS NOT NULL
        ON CONFLICT (scope, person) DO UPDATE SET moved = excluded.moved;
END;
CREATE TRIGGER compared_went AFTER DELETE ON compared BEGIN
    UPDATE compared_state SET moved = moved + 1;
    INSERT INTO compared_person (scope, person, moved)
        SELECT OLD.scope, whom.id, compared_state.moved
        FROM (SELECT OLD.person AS id UNION SELECT OLD.other) AS whom, compared_state
        WHERE whom.id IS NOT NULL
        ON CONFLICT (scope, person) DO UPDATE SET moved = excluded.moved;
END;

-- One row for each of whom a look-up told: the first in the row of the question, the others in rows that name it.
ALTER TABLE look_up ADD COLUMN question_row INTEGER; -- look_up.id; null in the row of a question
