-- What channels delivered, as it came. Format version 1.

CREATE TABLE inbox (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    format_version INTEGER NOT NULL
);

INSERT INTO inbox VALUES (1, 1);

CREATE TABLE deliveries (
    -- In the order of arrival.
    number       INTEGER PRIMARY KEY,
    platform     TEXT    NOT NULL,
    shop         TEXT    NOT NULL,
    -- The platform's own id of the delivery.
    delivery_id  TEXT,
    topic        TEXT,
    -- Milliseconds since 1970.
    received_at  INTEGER NOT NULL,
    -- JSON, without those that let somebody in.
    headers      TEXT    NOT NULL,
    -- The first half of the body's SHA-256.
    content_hash BLOB    NOT NULL,
    body_bytes   INTEGER NOT NULL,
    -- 0 waiting, 1 accepted, 2 duplicate, 3 refused, 4 ignored.
    state        INTEGER NOT NULL,
    reason       TEXT,
    detail       TEXT,
    orders       TEXT,
    repeat_of    INTEGER,
    decided_at   INTEGER,
    attempts     INTEGER NOT NULL
);

-- Apart, so that a mark doesn't write the bytes again. A repeat has none: they are with the first one.
CREATE TABLE bodies (
    number    INTEGER PRIMARY KEY,
    -- 0: as it came; 1: a zlib stream.
    is_packed INTEGER NOT NULL,
    body      BLOB    NOT NULL
);

CREATE INDEX deliveries_waiting ON deliveries (number) WHERE state = 0;
CREATE INDEX deliveries_refused ON deliveries (number) WHERE state = 3;
CREATE INDEX deliveries_content ON deliveries (content_hash) WHERE repeat_of IS NULL;
CREATE INDEX deliveries_time ON deliveries (received_at);
CREATE INDEX deliveries_repeats ON deliveries (repeat_of) WHERE repeat_of IS NOT NULL;

CREATE TRIGGER deliveries_forgotten AFTER DELETE ON deliveries
BEGIN
    DELETE FROM bodies WHERE number = old.number;
END;
