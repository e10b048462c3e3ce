-- The journal of format version 1. docs/journal-format.md explains every column.

CREATE TABLE journal (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    id             TEXT    NOT NULL,
    format_version INTEGER NOT NULL,
    shard_count    INTEGER NOT NULL,
    created_at     TEXT    NOT NULL
);

CREATE TABLE shards (
    shard    INTEGER PRIMARY KEY,
    epoch    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    state    BLOB    NOT NULL
);

-- The shard and the position of an entity's first event: shard * 2^48 + position.
CREATE TABLE entities (
    entity TEXT    NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE snapshots (
    entity   TEXT    NOT NULL UNIQUE,
    sequence INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    payload  TEXT    NOT NULL
);

CREATE TABLE reminders (
    shard     INTEGER NOT NULL,
    entity    TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    due_ticks INTEGER NOT NULL,
    PRIMARY KEY (shard, entity, name)
) WITHOUT ROWID;

CREATE TABLE dead_letters (
    id       INTEGER PRIMARY KEY,
    shard    INTEGER NOT NULL,
    entity   TEXT    NOT NULL,
    cause    TEXT    NOT NULL,
    command  TEXT    NOT NULL,
    error    TEXT    NOT NULL,
    at_ticks INTEGER NOT NULL
);
