-- What was taken from watched folders. Format version 1.

CREATE TABLE ledger (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    format_version INTEGER NOT NULL
);

INSERT INTO ledger VALUES (1, 1);

CREATE TABLE files (
    folder        TEXT    NOT NULL,
    -- SHA-256 of the content, hexadecimal.
    hash          TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    bytes         INTEGER NOT NULL,
    -- Milliseconds since 1970.
    at            INTEGER NOT NULL,
    is_refused    INTEGER NOT NULL,
    is_moved      INTEGER NOT NULL,
    -- Files with this content that came later.
    repeats       INTEGER NOT NULL DEFAULT 0,
    read          INTEGER NOT NULL,
    accepted      INTEGER NOT NULL,
    duplicates    INTEGER NOT NULL,
    nothing_to_do INTEGER NOT NULL,
    rejected      INTEGER NOT NULL,
    PRIMARY KEY (folder, hash)
) WITHOUT ROWID;

CREATE TABLE looks (
    folder    TEXT    NOT NULL PRIMARY KEY,
    at        INTEGER NOT NULL,
    waiting   INTEGER NOT NULL,
    oldest_at INTEGER,
    trouble   TEXT
) WITHOUT ROWID;
