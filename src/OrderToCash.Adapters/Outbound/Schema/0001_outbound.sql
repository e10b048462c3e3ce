-- What sales channels are to be told. Format version 1.

CREATE TABLE outbound (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    format_version INTEGER NOT NULL,
    -- The journal that it is made from; '' before there was one.
    journal        TEXT    NOT NULL
);

INSERT INTO outbound VALUES (1, 1, '');

CREATE TABLE positions (
    shard    INTEGER PRIMARY KEY,
    -- Everything up to this shard position is taken in.
    position INTEGER NOT NULL
);

CREATE TABLE levels (
    sku      TEXT    PRIMARY KEY,
    shard    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    waiting  INTEGER NOT NULL,
    -- JSON: [["MAIN", on hand, safety stock, allocated], …].
    shelves  TEXT    NOT NULL
) WITHOUT ROWID;

CREATE TABLE progress (
    channel   TEXT PRIMARY KEY,
    terms     TEXT NOT NULL,
    -- SKUs up to this one are offered under the terms; NULL: all are.
    after_sku TEXT
) WITHOUT ROWID;

-- The newest value of each SKU and order of a channel, and what the channel knows of it.
CREATE TABLE entries (
    channel       TEXT    NOT NULL,
    -- 1 stock, 2 order.
    kind          INTEGER NOT NULL,
    id            TEXT    NOT NULL,
    -- 0 waiting, 1 sending, 2 done, 3 dead.
    state         INTEGER NOT NULL,
    shard         INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    quantity      INTEGER NOT NULL,
    told_quantity INTEGER NOT NULL,
    told_position INTEGER NOT NULL,
    sent_quantity INTEGER NOT NULL,
    sent_position INTEGER NOT NULL,
    is_uncertain  INTEGER NOT NULL,
    is_urgent     INTEGER NOT NULL,
    attempts      INTEGER NOT NULL,
    -- UTC ticks of 100 ns since 0001-01-01, as below.
    changed_at    INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    -- 0: never.
    sent_at       INTEGER NOT NULL,
    error         TEXT,
    PRIMARY KEY (channel, kind, id)
) WITHOUT ROWID;

CREATE INDEX entries_waiting ON entries (channel, is_urgent DESC, due_at) WHERE state = 0;
CREATE INDEX entries_due ON entries (channel, due_at) WHERE state = 0;
CREATE INDEX entries_sending ON entries (channel) WHERE state = 1;
CREATE INDEX entries_dead ON entries (channel) WHERE state = 3;
CREATE INDEX entries_told_orders ON entries (sent_at) WHERE kind = 2 AND state = 2;
