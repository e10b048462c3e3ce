-- What pipelines must remember: how far each source was read, and what was refused.

CREATE TABLE checkpoints (
    identity    text   NOT NULL COLLATE "C" PRIMARY KEY,
    position    bigint NOT NULL,
    fingerprint bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE quarantine (
    -- Counted without gaps, under a lock: people name inputs by it.
    number     bigint      NOT NULL PRIMARY KEY,
    source     text        NOT NULL COLLATE "C",
    format     text        NOT NULL COLLATE "C",
    position   bigint      NOT NULL,
    -- SHA-256 of the bytes as they came.
    raw_hash   bytea       NOT NULL,
    raw        bytea       NOT NULL,
    reason     text        NOT NULL,
    place      text        NOT NULL,
    found      text        NOT NULL,
    expected   text        NOT NULL,
    advice     text,
    -- As it was given, with its offset.
    at         text        NOT NULL,
    resolution text,
    UNIQUE (source, format, position, raw_hash)
);

CREATE INDEX quarantine_open ON quarantine (number) WHERE resolution IS NULL;

DO $$
BEGIN
    ALTER TABLE quarantine ALTER COLUMN raw SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
