-- The journal of format version 1. docs/journal-format.md explains every column. The statements run in the store's own
-- schema, in one transaction, under a lock that lets one program at a time do so.

CREATE TABLE journal (
    one            smallint    NOT NULL PRIMARY KEY CHECK (one = 1),
    id             uuid        NOT NULL,
    format_version int         NOT NULL,
    shard_count    int         NOT NULL,
    created_at     timestamptz NOT NULL
);

-- Each commit updates the rows of its shards. The room left on the page keeps such an update on the page and out of the
-- index, and old versions are cleaned up on the way.
CREATE TABLE shards (
    shard    int    NOT NULL PRIMARY KEY,
    epoch    bigint NOT NULL,
    position bigint NOT NULL,
    state    bytea  NOT NULL
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- Eight-byte columns first, and an empty chain instead of NULL: 24 bytes of header a row and no padding.
CREATE TABLE events (
    position bigint NOT NULL,
    sequence bigint NOT NULL,
    at_ticks bigint NOT NULL,
    shard    int    NOT NULL,
    version  int    NOT NULL,
    entity   text   NOT NULL COLLATE "C",
    name     text   NOT NULL COLLATE "C",
    payload  text   NOT NULL,
    metadata text   NOT NULL,
    chain    bytea  NOT NULL,
    PRIMARY KEY (shard, position),
    CONSTRAINT events_by_entity UNIQUE (entity, sequence)
);

CREATE TABLE snapshots (
    entity   text   NOT NULL COLLATE "C" PRIMARY KEY,
    sequence bigint NOT NULL,
    version  int    NOT NULL,
    payload  text   NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE reminders (
    shard     int    NOT NULL,
    entity    text   NOT NULL COLLATE "C",
    name      text   NOT NULL COLLATE "C",
    due_ticks bigint NOT NULL,
    PRIMARY KEY (shard, entity, name)
);

CREATE TABLE dead_letters (
    id       bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shard    int    NOT NULL,
    entity   text   NOT NULL COLLATE "C",
    cause    text   NOT NULL,
    command  text   NOT NULL,
    error    text   NOT NULL,
    at_ticks bigint NOT NULL
);

-- For people: the time to the microsecond, the payload as JSON.
CREATE VIEW readable_events AS
SELECT shard, position, entity, sequence, name, version,
       to_timestamp((at_ticks - 621355968000000000) / 10000000.0) AS at,
       payload::json AS payload, metadata::json AS metadata, encode(chain, 'hex') AS chain
FROM events;

-- Payloads beyond two kilobytes are packed: by LZ4, many times as fast as the default, where the server was built with
-- it.
DO $$
BEGIN
    ALTER TABLE events ALTER COLUMN payload SET COMPRESSION lz4;
    ALTER TABLE snapshots ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
