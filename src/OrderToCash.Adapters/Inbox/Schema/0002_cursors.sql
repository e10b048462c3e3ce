-- How far shops were asked for their orders. Format version 2.

CREATE TABLE cursors (
    platform    TEXT    NOT NULL,
    shop        TEXT    NOT NULL,
    -- Each change of an order before this time has been read. Milliseconds since 1970, as all times.
    read_until  INTEGER,
    -- When the last run ended that read everything.
    finished_at INTEGER,
    -- Why the last run failed, and when; NULL where it did not.
    error       TEXT,
    failed_at   INTEGER,
    -- Runs that failed since.
    failures    INTEGER NOT NULL DEFAULT 0,
    -- Of all runs: orders on pages, repeats too; and those of them that were new to the inbox.
    orders_read INTEGER NOT NULL DEFAULT 0,
    orders_kept INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (platform, shop)
) WITHOUT ROWID;

UPDATE inbox SET format_version = 2;
