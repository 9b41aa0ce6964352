-- The same tables as SQLite's, after all of its migrations; what each is for stands there. Identifiers are opaque bytes;
-- truths are 0 or 1, so that one statement serves both. Text is compared byte by byte, as SQLite does.

CREATE TABLE department (
    id   BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    pack TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    UNIQUE (pack, code)
);

-- Numbers are given under a lock of the department, so that they are in the order in which rows become visible.
CREATE TABLE entry (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    department BYTEA NOT NULL REFERENCES department (id),
    hash       BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
    bytes      BYTEA NOT NULL
);
CREATE INDEX entry_of_department ON entry (department, id);

CREATE TABLE invitation (
    id         BYTEA  NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    department BYTEA  NOT NULL REFERENCES department (id),
    grant_hash BYTEA  NOT NULL UNIQUE CHECK (length(grant_hash) = 32),
    sealed     BYTEA  NOT NULL,
    expires    BIGINT NOT NULL
);

CREATE TABLE session (
    actor       BYTEA NOT NULL PRIMARY KEY CHECK (length(actor) = 16),
    department  BYTEA NOT NULL REFERENCES department (id),
    certificate BYTEA NOT NULL
);

-- Numbers are given under a lock of the lane (`scope`), so that within it they are in the order in which rows become visible.
CREATE TABLE batch (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope     BYTEA  NOT NULL CHECK (length(scope) = 16),
    feed      BYTEA  NOT NULL CHECK (length(feed) = 16),
    n         BIGINT NOT NULL CHECK (n >= 1),
    previous  BYTEA  NOT NULL CHECK (length(previous) = 32),
    hash      BYTEA  NOT NULL UNIQUE CHECK (length(hash) = 32),
    device    BYTEA  NOT NULL CHECK (length(device) = 16),
    actor     BYTEA  NOT NULL REFERENCES session (actor),
    header    BYTEA  NOT NULL,
    signature BYTEA  NOT NULL CHECK (length(signature) = 64),
    body      BYTEA  NOT NULL,
    merge     TEXT COLLATE "C" NOT NULL CHECK (merge IN ('waiting', 'done', 'never', 'aside', 'held', 'later'))
);
-- A body is compressed or sealed already.
ALTER TABLE batch ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX batch_of_feed ON batch (feed, n);
CREATE INDEX batch_of_actor ON batch (actor);
CREATE INDEX batch_waiting ON batch (scope, id) WHERE merge = 'waiting';
CREATE INDEX batch_not_in ON batch (scope, merge, id) WHERE merge IN ('aside', 'held', 'later');

CREATE TABLE tip (
    scope  BYTEA  NOT NULL,
    feed   BYTEA  NOT NULL,
    n      BIGINT NOT NULL,
    hash   BYTEA  NOT NULL,
    device BYTEA  NOT NULL,
    PRIMARY KEY (scope, feed, hash)
);

CREATE TABLE document (
    scope BYTEA NOT NULL CHECK (length(scope) = 16),
    kind  TEXT COLLATE "C" NOT NULL,
    id    BYTEA NOT NULL CHECK (length(id) = 16),
    heads BYTEA NOT NULL,
    saved BYTEA NOT NULL,
    PRIMARY KEY (scope, kind, id)
);

CREATE TABLE pending (
    scope    BYTEA NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    document BYTEA NOT NULL,
    actor    BYTEA NOT NULL,
    digest   BYTEA NOT NULL,
    batch    BYTEA NOT NULL,
    device   BYTEA NOT NULL,
    bytes    BYTEA NOT NULL,
    PRIMARY KEY (scope, kind, document, actor, digest)
);
CREATE INDEX pending_of_device ON pending (device);

CREATE TABLE borrowed (
    scope    BYTEA NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    document BYTEA NOT NULL,
    digest   BYTEA NOT NULL,
    PRIMARY KEY (scope, kind, document, digest)
);

CREATE TABLE quarantine (
    scope    BYTEA NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    document BYTEA NOT NULL,
    actor    BYTEA NOT NULL,
    digest   BYTEA NOT NULL,
    batch    BYTEA NOT NULL,
    reason   TEXT COLLATE "C" NOT NULL,
    bytes    BYTEA NOT NULL,
    PRIMARY KEY (scope, kind, document, actor, digest)
);

CREATE TABLE trying (
    scope    BYTEA  NOT NULL PRIMARY KEY,
    run      BYTEA  NOT NULL,
    through  BIGINT NOT NULL,
    kind     TEXT COLLATE "C",
    document BYTEA,
    actor    BYTEA,
    digest   BYTEA,
    deaths   BIGINT NOT NULL
);

CREATE TABLE usage (
    device  BYTEA  NOT NULL CHECK (length(device) = 16),
    day     BIGINT NOT NULL,
    batches BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (device, day)
);

CREATE TABLE settled (
    department BYTEA  NOT NULL PRIMARY KEY REFERENCES department (id),
    entry      BIGINT NOT NULL,
    scrub      BIGINT NOT NULL CHECK (scrub IN (0, 1))
);

CREATE TABLE gone (
    scope    BYTEA NOT NULL CHECK (length(scope) = 16),
    kind     TEXT COLLATE "C" NOT NULL,
    document BYTEA NOT NULL CHECK (length(document) = 16),
    PRIMARY KEY (scope, kind, document)
);

CREATE TABLE compared (
    scope  BYTEA NOT NULL CHECK (length(scope) = 16),
    kind   TEXT COLLATE "C" NOT NULL,
    id     BYTEA NOT NULL CHECK (length(id) = 16),
    person BYTEA NOT NULL CHECK (length(person) = 16),
    other  BYTEA CHECK (length(other) = 16),
    bytes  BYTEA NOT NULL,
    PRIMARY KEY (scope, kind, id),
    FOREIGN KEY (scope, kind, id) REFERENCES document (scope, kind, id) ON DELETE CASCADE
);
CREATE INDEX compared_of_person ON compared (scope, person);
CREATE INDEX compared_of_other ON compared (scope, other) WHERE other IS NOT NULL;

CREATE TABLE compared_state (
    one   BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    moved BIGINT NOT NULL
);
INSERT INTO compared_state (one, moved) VALUES (1, 0);

CREATE TABLE compared_person (
    scope  BYTEA  NOT NULL CHECK (length(scope) = 16),
    person BYTEA  NOT NULL CHECK (length(person) = 16),
    moved  BIGINT NOT NULL,
    PRIMARY KEY (scope, person)
);
CREATE INDEX compared_person_moved ON compared_person (moved);

-- The one row of the count stays locked until the transaction ends: who reads up to a count misses nothing below it.
CREATE FUNCTION compared_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_moved BIGINT;
    of_scope  BYTEA;
    whom      BYTEA[];
BEGIN
    UPDATE compared_state SET moved = moved + 1 RETURNING moved INTO now_moved;
    IF TG_OP = 'INSERT' THEN
        of_scope := NEW.scope;
        whom := ARRAY[NEW.person];
    ELSIF TG_OP = 'UPDATE' THEN
        of_scope := NEW.scope;
        whom := ARRAY[NEW.person, OLD.person, OLD.other];
    ELSE
        of_scope := OLD.scope;
        whom := ARRAY[OLD.person, OLD.other];
    END IF;
    INSERT INTO compared_person (scope, person, moved)
        SELECT DISTINCT of_scope, id, now_moved FROM unnest(whom) AS id WHERE id IS NOT NULL
        ON CONFLICT (scope, person) DO UPDATE SET moved = excluded.moved;
    RETURN NULL;
END
$$;
CREATE TRIGGER compared_moves AFTER INSERT OR UPDATE OR DELETE ON compared
    FOR EACH ROW EXECUTE FUNCTION compared_moves();

CREATE TABLE look_up (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           BIGINT NOT NULL,
    department   BYTEA  NOT NULL CHECK (length(department) = 16),
    "user"       BYTEA  NOT NULL CHECK (length("user") = 16),
    device       BYTEA  NOT NULL CHECK (length(device) = 16),
    question     TEXT COLLATE "C" NOT NULL CHECK (question IN ('look_up', 'take', 'proposals')),
    elsewhere    BYTEA CHECK (length(elsewhere) = 16),
    reference    BYTEA CHECK (length(reference) = 16),
    found        BIGINT NOT NULL,
    question_row BIGINT
);
CREATE INDEX look_up_of_user ON look_up (department, "user", question, at);
CREATE INDEX look_up_by_time ON look_up (at);

CREATE TABLE server (
    one    BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    public BYTEA  NOT NULL CHECK (length(public) = 32)
);
