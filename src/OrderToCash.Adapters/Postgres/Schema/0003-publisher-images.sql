-- What publishers know, written down from time to time so that a start need not read the whole journal. A cache: it may
-- be emptied at any time. The row of publisher_images names the generation that is whole; chunks of others are being
-- written, or were left behind.

CREATE TABLE publisher_images (
    publisher  text        NOT NULL COLLATE "C" PRIMARY KEY,
    generation bigint      NOT NULL,
    chunks     int         NOT NULL,
    kept_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE publisher_image_chunks (
    publisher  text   NOT NULL COLLATE "C",
    generation bigint NOT NULL,
    number     int    NOT NULL,
    bytes      bytea  NOT NULL,
    PRIMARY KEY (publisher, generation, number)
);

-- Hashes and numbers: packing them costs more than it saves.
ALTER TABLE publisher_image_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
