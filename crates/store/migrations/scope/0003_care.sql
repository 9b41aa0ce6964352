-- The dupla's work: parts of consultations, screenings, referrals and their answers, follow-ups, the directory. What
-- older programs kept of them without knowing them is projected in the same transaction.

ALTER TABLE consultation ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE consultation ADD COLUMN unidentified INTEGER NOT NULL DEFAULT 0 CHECK (unidentified IN (0, 1));
ALTER TABLE consultation ADD COLUMN called TEXT NOT NULL DEFAULT '';
ALTER TABLE consultation ADD COLUMN alerts TEXT NOT NULL DEFAULT '';

CREATE INDEX consultation_to_link ON consultation (on_day) WHERE unidentified = 1;

CREATE TABLE screening (
    row          INTEGER PRIMARY KEY REFERENCES document (row),
    id           BLOB NOT NULL,
    person       BLOB NOT NULL,
    consultation BLOB NOT NULL,
    instrument   TEXT NOT NULL,
    on_day       TEXT NOT NULL,
    recorded_by  BLOB NOT NULL,
    recorded_at  INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    conflicts    INTEGER NOT NULL
) STRICT;

CREATE INDEX screening_by_person ON screening (person);

-- `code_name` names the referral in the codes of its letter.
CREATE TABLE referral (
    row          INTEGER PRIMARY KEY REFERENCES document (row),
    id           BLOB NOT NULL,
    person       BLOB NOT NULL,
    post         TEXT NOT NULL,
    on_day       TEXT NOT NULL,
    need         TEXT NOT NULL,
    service      BLOB NOT NULL,
    service_name TEXT NOT NULL,
    place        TEXT NOT NULL,
    origin       TEXT NOT NULL,
    urgency      TEXT NOT NULL,
    state        TEXT NOT NULL,
    contradicted INTEGER NOT NULL CHECK (contradicted IN (0, 1)),
    over         INTEGER NOT NULL CHECK (over IN (0, 1)),
    code_name    INTEGER,
    recorded_by  BLOB NOT NULL,
    recorded_at  INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    conflicts    INTEGER NOT NULL
) STRICT;

CREATE INDEX referral_by_person ON referral (person);
CREATE INDEX referral_open ON referral (recorded_at DESC) WHERE over = 0;
CREATE INDEX referral_by_code ON referral (code_name) WHERE code_name IS NOT NULL;

-- Answers by code; they name nobody.
CREATE TABLE referral_answer (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    code        TEXT NOT NULL,
    code_name   INTEGER NOT NULL,
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX referral_answer_by_code ON referral_answer (code_name);

CREATE TABLE follow_up (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    person      BLOB NOT NULL,
    referral    BLOB NOT NULL,
    post        TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    assignee    TEXT NOT NULL,
    what        TEXT NOT NULL,
    state       TEXT NOT NULL,
    settled_on  TEXT NOT NULL,
    tries       INTEGER NOT NULL,
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX follow_up_by_person ON follow_up (person);
CREATE INDEX follow_up_due ON follow_up (on_day) WHERE state = 'pendiente';

-- The directory is read whole.
CREATE TABLE service (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    name        TEXT NOT NULL,
    sort_name   TEXT NOT NULL,
    kinds       TEXT NOT NULL,
    offers      TEXT NOT NULL,
    attends     TEXT NOT NULL,
    hours       TEXT NOT NULL,
    contact     TEXT NOT NULL,
    address     TEXT NOT NULL,
    place       TEXT NOT NULL,
    coverage    TEXT NOT NULL,
    verified_on TEXT NOT NULL,
    verified_by TEXT NOT NULL,
    closed      INTEGER NOT NULL CHECK (closed IN (0, 1)),
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;
