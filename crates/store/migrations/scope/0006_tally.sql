-- Counts of what is here, by day, post and trait, for indicators. They are written from rows of projections whose days
-- were noted as stale, so that looking costs what changed since, not what there is.

ALTER TABLE enrollment ADD COLUMN covered_groups TEXT NOT NULL DEFAULT '';
ALTER TABLE enrollment ADD COLUMN campaign TEXT NOT NULL DEFAULT '';
ALTER TABLE enrollment ADD COLUMN missing TEXT NOT NULL DEFAULT '';
ALTER TABLE consent ADD COLUMN statistics TEXT NOT NULL DEFAULT '';
ALTER TABLE consultation ADD COLUMN need_states TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN answered_on TEXT NOT NULL DEFAULT '';

CREATE INDEX referral_by_day ON referral (on_day);
CREATE INDEX follow_up_by_day ON follow_up (on_day);
CREATE INDEX linkage_by_time ON linkage (recorded_at);

-- `trait` is blank for all, or `name=value`.
CREATE TABLE tally (
    what  TEXT NOT NULL,
    at    TEXT NOT NULL, -- day
    trait TEXT NOT NULL,
    post  TEXT NOT NULL,
    n     INTEGER NOT NULL CHECK (n > 0),
    PRIMARY KEY (what, at, trait, post)
) STRICT, WITHOUT ROWID;

-- The same by month, so that years are read as quickly as days.
CREATE TABLE tally_month (
    what  TEXT NOT NULL,
    at    TEXT NOT NULL, -- YYYY-MM
    trait TEXT NOT NULL,
    post  TEXT NOT NULL,
    n     INTEGER NOT NULL CHECK (n > 0),
    PRIMARY KEY (what, at, trait, post)
) STRICT, WITHOUT ROWID;

-- What care teams tell of their weeks, in a registry.
CREATE TABLE aggregate (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    team        TEXT NOT NULL,
    week        TEXT NOT NULL,
    figures     TEXT NOT NULL,
    recorded_by BLOB NOT NULL
) STRICT;

CREATE INDEX aggregate_by_week ON aggregate (week);

-- Days whose counts are to be made anew.
CREATE TABLE stale_tally (
    what TEXT NOT NULL,
    at   TEXT NOT NULL,
    PRIMARY KEY (what, at)
) STRICT, WITHOUT ROWID;

-- A row that is replaced is told before, one that goes after: both its day of before and its day of now.

CREATE TRIGGER person_is_counted_anew BEFORE INSERT ON person BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'people', registered_on FROM person WHERE row = new.row;
    INSERT OR IGNORE INTO stale_tally VALUES ('people', new.registered_on);
    INSERT OR IGNORE INTO stale_tally SELECT 'enrollments', on_day FROM enrollment WHERE person = new.id;
END;

CREATE TRIGGER person_is_not_counted AFTER DELETE ON person BEGIN
    INSERT OR IGNORE INTO stale_tally VALUES ('people', old.registered_on);
    INSERT OR IGNORE INTO stale_tally SELECT 'enrollments', on_day FROM enrollment WHERE person = old.id;
END;

-- Whoever is enrolled again counts on the first day only, so that all days of that person are looked at.
CREATE TRIGGER enrollment_is_counted_anew BEFORE INSERT ON enrollment BEGIN
    INSERT OR IGNORE INTO stale_tally VALUES ('enrollments', new.on_day);
    INSERT OR IGNORE INTO stale_tally
        SELECT 'enrollments', on_day FROM enrollment WHERE person IN (
            SELECT new.person UNION ALL
            SELECT person FROM enrollment WHERE row = new.row UNION ALL
            SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
            WHERE mine.person IN (SELECT new.person UNION ALL SELECT person FROM enrollment WHERE row = new.row));
END;

CREATE TRIGGER enrollment_is_not_counted AFTER DELETE ON enrollment BEGIN
    INSERT OR IGNORE INTO stale_tally VALUES ('enrollments', old.on_day);
    INSERT OR IGNORE INTO stale_tally
        SELECT 'enrollments', on_day FROM enrollment WHERE person IN (
            SELECT old.person UNION ALL
            SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
            WHERE mine.person = old.person);
END;

CREATE TRIGGER linked_is_counted_once AFTER INSERT ON linked BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'people', registered_on FROM person WHERE row = new.row;
    INSERT OR IGNORE INTO stale_tally SELECT 'enrollments', on_day FROM enrollment WHERE person = new.person;
END;

CREATE TRIGGER linked_is_counted_apart AFTER DELETE ON linked BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'people', registered_on FROM person WHERE row = old.row;
    INSERT OR IGNORE INTO stale_tally SELECT 'enrollments', on_day FROM enrollment WHERE person = old.person;
END;

CREATE TRIGGER consent_is_counted_anew BEFORE INSERT ON consent BEGIN
    INSERT OR IGNORE INTO stale_tally
        SELECT 'people', person.registered_on FROM document JOIN person ON person.row = document.row
        WHERE document.kind = 'person'
          AND document.id IN (SELECT new.person UNION ALL SELECT person FROM consent WHERE row = new.row);
    INSERT OR IGNORE INTO stale_tally
        SELECT 'enrollments', on_day FROM enrollment
        WHERE person IN (SELECT new.person UNION ALL SELECT person FROM consent WHERE row = new.row);
END;

CREATE TRIGGER consent_is_not_counted AFTER DELETE ON consent BEGIN
    INSERT OR IGNORE INTO stale_tally
        SELECT 'people', person.registered_on FROM document JOIN person ON person.row = document.row
        WHERE document.id = old.person AND document.kind = 'person';
    INSERT OR IGNORE INTO stale_tally SELECT 'enrollments', on_day FROM enrollment WHERE person = old.person;
END;

CREATE TRIGGER linkage_is_counted_anew BEFORE INSERT ON linkage BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'decisions', date(recorded_at, 'unixepoch') FROM linkage WHERE row = new.row;
    INSERT OR IGNORE INTO stale_tally VALUES ('decisions', date(new.recorded_at, 'unixepoch'));
END;

CREATE TRIGGER linkage_is_not_counted AFTER DELETE ON linkage BEGIN
    INSERT OR IGNORE INTO stale_tally VALUES ('decisions', date(old.recorded_at, 'unixepoch'));
END;

CREATE TRIGGER consultation_is_counted_anew BEFORE INSERT ON consultation BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'consultations', on_day FROM consultation WHERE row = new.row;
    INSERT OR IGNORE INTO stale_tally VALUES ('consultations', new.on_day);
    INSERT OR IGNORE INTO stale_tally SELECT 'needs', on_day FROM consultation WHERE row = new.row;
    INSERT OR IGNORE INTO stale_tally VALUES ('needs', new.on_day);
END;

CREATE TRIGGER consultation_is_not_counted AFTER DELETE ON consultation BEGIN
    INSERT OR IGNORE INTO stale_tally VALUES ('consultations', old.on_day);
    INSERT OR IGNORE INTO stale_tally VALUES ('needs', old.on_day);
END;

CREATE TRIGGER referral_is_counted_anew BEFORE INSERT ON referral BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'referrals', on_day FROM referral WHERE row = new.row;
    INSERT OR IGNORE INTO stale_tally VALUES ('referrals', new.on_day);
END;

CREATE TRIGGER referral_is_not_counted AFTER DELETE ON referral BEGIN
    INSERT OR IGNORE INTO stale_tally VALUES ('referrals', old.on_day);
END;

CREATE TRIGGER follow_up_is_counted_anew BEFORE INSERT ON follow_up BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'follow_ups', on_day FROM follow_up WHERE row = new.row;
    INSERT OR IGNORE INTO stale_tally VALUES ('follow_ups', new.on_day);
END;

CREATE TRIGGER follow_up_is_not_counted AFTER DELETE ON follow_up BEGIN
    INSERT OR IGNORE INTO stale_tally VALUES ('follow_ups', old.on_day);
END;
