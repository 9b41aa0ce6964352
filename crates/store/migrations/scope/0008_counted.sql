-- Who is counted, and when: what people said of statistics with any of their records, and decisions on the day they were
-- made.

-- Hex of the conversations that each replaced, apart by blanks.
ALTER TABLE consent ADD COLUMN replaces TEXT NOT NULL DEFAULT '';

-- Totals alone, for what goes by days or months: without reading every trait of each.
CREATE INDEX tally_total ON tally (what, at, post, n) WHERE trait = '';
CREATE INDEX tally_month_total ON tally_month (what, at, post, n) WHERE trait = '';

-- In a care scope, whom the registry says not to count. Made from there before figures are told.
CREATE TABLE uncounted (
    person BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE INDEX consent_refusing ON consent (person) WHERE statistics NOT IN ('', 'given');

DROP INDEX linkage_by_time;
CREATE INDEX linkage_by_time ON linkage (updated_at);

DROP TRIGGER linkage_is_counted_anew;
DROP TRIGGER linkage_is_not_counted;
DROP TRIGGER linked_is_counted_once;
DROP TRIGGER linked_is_counted_apart;
DROP TRIGGER consent_is_counted_anew;
DROP TRIGGER consent_is_not_counted;

-- The day is that of the Andes, four hours behind UTC: of any device the same, so that all count alike.
CREATE TRIGGER linkage_is_counted_anew BEFORE INSERT ON linkage BEGIN
    INSERT OR IGNORE INTO stale_tally
        SELECT 'decisions', date(updated_at, 'unixepoch', '-4 hours') FROM linkage WHERE row = new.row;
    INSERT OR IGNORE INTO stale_tally VALUES ('decisions', date(new.updated_at, 'unixepoch', '-4 hours'));
END;

CREATE TRIGGER linkage_is_not_counted AFTER DELETE ON linkage BEGIN
    INSERT OR IGNORE INTO stale_tally VALUES ('decisions', date(old.updated_at, 'unixepoch', '-4 hours'));
END;

-- Whoever joins or leaves others changes whether they are counted.
CREATE TRIGGER linked_is_counted_once AFTER INSERT ON linked BEGIN
    INSERT OR IGNORE INTO stale_tally
        SELECT 'people', registered_on FROM linked JOIN person ON person.row = linked.row WHERE head = new.head;
    INSERT OR IGNORE INTO stale_tally
        SELECT 'enrollments', on_day FROM linked JOIN enrollment ON enrollment.person = linked.person
        WHERE head = new.head;
END;

CREATE TRIGGER linked_is_counted_apart AFTER DELETE ON linked BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'people', registered_on FROM person WHERE row = old.row;
    INSERT OR IGNORE INTO stale_tally SELECT 'enrollments', on_day FROM enrollment WHERE person = old.person;
    INSERT OR IGNORE INTO stale_tally
        SELECT 'people', registered_on FROM linked JOIN person ON person.row = linked.row WHERE head = old.head;
    INSERT OR IGNORE INTO stale_tally
        SELECT 'enrollments', on_day FROM linked JOIN enrollment ON enrollment.person = linked.person
        WHERE head = old.head;
END;

CREATE TRIGGER consent_is_counted_anew BEFORE INSERT ON consent BEGIN
    INSERT OR IGNORE INTO stale_tally
        SELECT 'people', person.registered_on FROM document JOIN person ON person.row = document.row
        WHERE document.kind = 'person' AND document.id IN (
            SELECT new.person UNION ALL
            SELECT person FROM consent WHERE row = new.row UNION ALL
            SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
            WHERE mine.person IN (SELECT new.person UNION ALL SELECT person FROM consent WHERE row = new.row));
    INSERT OR IGNORE INTO stale_tally
        SELECT 'enrollments', on_day FROM enrollment WHERE person IN (
            SELECT new.person UNION ALL
            SELECT person FROM consent WHERE row = new.row UNION ALL
            SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
            WHERE mine.person IN (SELECT new.person UNION ALL SELECT person FROM consent WHERE row = new.row));
END;

CREATE TRIGGER consent_is_not_counted AFTER DELETE ON consent BEGIN
    INSERT OR IGNORE INTO stale_tally
        SELECT 'people', person.registered_on FROM document JOIN person ON person.row = document.row
        WHERE document.kind = 'person' AND document.id IN (
            SELECT old.person UNION ALL
            SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
            WHERE mine.person = old.person);
    INSERT OR IGNORE INTO stale_tally
        SELECT 'enrollments', on_day FROM enrollment WHERE person IN (
            SELECT old.person UNION ALL
            SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
            WHERE mine.person = old.person);
END;

CREATE TRIGGER nobody_uncounted_is_counted AFTER INSERT ON uncounted BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'consultations', on_day FROM consultation WHERE person = new.person;
    INSERT OR IGNORE INTO stale_tally SELECT 'needs', on_day FROM consultation WHERE person = new.person;
    INSERT OR IGNORE INTO stale_tally SELECT 'referrals', on_day FROM referral WHERE person = new.person;
    INSERT OR IGNORE INTO stale_tally SELECT 'follow_ups', on_day FROM follow_up WHERE person = new.person;
END;

CREATE TRIGGER who_is_counted_again_is AFTER DELETE ON uncounted BEGIN
    INSERT OR IGNORE INTO stale_tally SELECT 'consultations', on_day FROM consultation WHERE person = old.person;
    INSERT OR IGNORE INTO stale_tally SELECT 'needs', on_day FROM consultation WHERE person = old.person;
    INSERT OR IGNORE INTO stale_tally SELECT 'referrals', on_day FROM referral WHERE person = old.person;
    INSERT OR IGNORE INTO stale_tally SELECT 'follow_ups', on_day FROM follow_up WHERE person = old.person;
END;

-- Everything that was counted by the old rules is counted anew.
INSERT OR IGNORE INTO stale_tally SELECT DISTINCT what, at FROM tally;
