-- The events of one shard; {shard} is its number. A table a shard, because SQLite appends to the end of a table at two
-- thirds of the cost of inserting in its middle, and fills the pages. The view `events` shows all of them.

-- An entity's number is the position of its first event. Indexing by it and not by the text makes the index a third of
-- the size, and appending to a journal of millions of events half as dear.
CREATE TABLE events_{shard} (
    position      INTEGER PRIMARY KEY,
    entity        TEXT    NOT NULL,
    entity_number INTEGER NOT NULL,
    sequence      INTEGER NOT NULL,
    name          TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    at_ticks      INTEGER NOT NULL,
    payload       TEXT    NOT NULL,
    metadata      TEXT    NOT NULL,
    chain         BLOB
);

CREATE UNIQUE INDEX events_{shard}_by_entity ON events_{shard} (entity_number, sequence);
