-- Family groups, the neutral flag of the day, what a pack said, and conversations about consent. What older programs
-- kept of them without knowing them is projected in the same transaction.

ALTER TABLE person ADD COLUMN household TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN household_role TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN same_day INTEGER NOT NULL DEFAULT 0 CHECK (same_day IN (0, 1));

CREATE INDEX person_by_household ON person (household) WHERE household <> '';

ALTER TABLE enrollment ADD COLUMN outcome TEXT NOT NULL DEFAULT '';

CREATE TABLE consent (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    person      BLOB NOT NULL,
    on_day      TEXT NOT NULL,
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX consent_by_person ON consent (person);
