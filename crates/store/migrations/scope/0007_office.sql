-- The supervisor's office: trainings with their participants, work plans, meetings of tables and networks, and what was
-- committed to. What older programs kept of them without knowing them is projected in the same transaction.

CREATE TABLE training (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    themes      TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    hours       INTEGER NOT NULL,
    city        TEXT NOT NULL,
    department  TEXT NOT NULL,
    institution TEXT NOT NULL,
    trainers    TEXT NOT NULL,
    trained_by  BLOB NOT NULL, -- 16 zero bytes where nobody trained here before is said to teach
    state       TEXT NOT NULL,
    note        TEXT NOT NULL,
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX training_by_id ON training (id);
CREATE INDEX training_by_day ON training (on_day DESC);

-- Staff and allies, never people who are attended. Answers are `question=option`, separated by blanks.
CREATE TABLE participant (
    row          INTEGER PRIMARY KEY REFERENCES document (row),
    id           BLOB NOT NULL,
    training     BLOB NOT NULL,
    name         TEXT NOT NULL,
    sort_name    TEXT NOT NULL,
    sex          TEXT NOT NULL,
    role         TEXT NOT NULL,
    institution  TEXT NOT NULL,
    entry        TEXT NOT NULL,
    entry_on     TEXT NOT NULL,
    exit_answers TEXT NOT NULL,
    exit_on      TEXT NOT NULL,
    recorded_by  BLOB NOT NULL,
    recorded_at  INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    conflicts    INTEGER NOT NULL
) STRICT;

CREATE INDEX participant_by_id ON participant (id);
CREATE INDEX participant_by_training ON participant (training, sort_name);

-- Practices are one a line.
CREATE TABLE work_plan (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    institution TEXT NOT NULL,
    sort_name   TEXT NOT NULL,
    service     BLOB NOT NULL, -- 16 zero bytes where the directory has no entry
    place       TEXT NOT NULL,
    from_day    TEXT NOT NULL,
    to_day      TEXT NOT NULL,
    note        TEXT NOT NULL,
    practices   TEXT NOT NULL,
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX work_plan_by_id ON work_plan (id);
CREATE INDEX work_plan_by_name ON work_plan (sort_name);

CREATE TABLE meeting (
    row         INTEGER PRIMARY KEY REFERENCES document (row),
    id          BLOB NOT NULL,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    place       TEXT NOT NULL,
    institution TEXT NOT NULL,
    women       INTEGER NOT NULL,
    men         INTEGER NOT NULL,
    other       INTEGER NOT NULL,
    agreements  TEXT NOT NULL,
    recorded_by BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    conflicts   INTEGER NOT NULL
) STRICT;

CREATE INDEX meeting_by_id ON meeting (id);
CREATE INDEX meeting_by_day ON meeting (on_day DESC);

-- `subject` is the plan or meeting.
CREATE TABLE commitment (
    row          INTEGER PRIMARY KEY REFERENCES document (row),
    id           BLOB NOT NULL,
    subject      BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    what         TEXT NOT NULL,
    responsible  TEXT NOT NULL,
    due          TEXT NOT NULL,
    term         TEXT NOT NULL,
    state        TEXT NOT NULL,
    evidence     TEXT NOT NULL,
    recorded_by  BLOB NOT NULL,
    recorded_at  INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    conflicts    INTEGER NOT NULL
) STRICT;

CREATE INDEX commitment_by_subject ON commitment (subject, due);
CREATE INDEX commitment_open ON commitment (due) WHERE state = 'open';
