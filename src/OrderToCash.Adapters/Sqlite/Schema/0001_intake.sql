-- What pipelines must remember. Format version 1.

CREATE TABLE intake (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    format_version INTEGER NOT NULL
);

INSERT INTO intake VALUES (1, 1);

CREATE TABLE checkpoints (
    identity    TEXT    NOT NULL PRIMARY KEY,
    position    INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE quarantine (
    number     INTEGER PRIMARY KEY,
    source     TEXT    NOT NULL,
    format     TEXT    NOT NULL,
    position   INTEGER NOT NULL,
    -- SHA-256 of the bytes as they came.
    raw_hash   BLOB    NOT NULL,
    -- 0: raw holds the bytes as they came; else their number, and raw holds them as a zlib stream.
    raw_packed INTEGER NOT NULL,
    raw        BLOB    NOT NULL,
    reason     TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    found      TEXT    NOT NULL,
    expected   TEXT    NOT NULL,
    advice     TEXT,
    at         TEXT    NOT NULL,
    resolution TEXT,
    UNIQUE (source, format, position, raw_hash)
);

CREATE INDEX quarantine_open ON quarantine (number) WHERE resolution IS NULL;
