-- Read models of layout version 4, in a schema of their own: docs/read-models.md explains every table. All of it is
-- derived from the journal and can be rebuilt at any time. Times are UTC ticks of 100 ns since 0001-01-01, days are
-- numbers like 20260301. Keys compare byte by byte, in the same order as in every other store.

CREATE TABLE read_models (
    one           INT PRIMARY KEY CHECK (one = 1),
    version       INT NOT NULL,
    journal       TEXT COLLATE "C" NOT NULL,
    latest_ticks  BIGINT NOT NULL,
    written_ticks BIGINT NOT NULL
);

CREATE TABLE positions (
    shard    INT PRIMARY KEY,
    position BIGINT NOT NULL
);

-- No column that changes in a usual life is in an index, and a page has room for next versions of its rows: most stay in
-- their page and leave the indexes as they are (PostgreSQL calls it HOT).
CREATE TABLE orders (
    order_id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    channel        TEXT COLLATE "C" NOT NULL,
    status         INT NOT NULL,
    placed_ticks   BIGINT NOT NULL,
    currency       TEXT COLLATE "C" NOT NULL,
    total_minor    BIGINT NOT NULL,
    account_id     TEXT COLLATE "C" NOT NULL,
    customer_name  TEXT,
    customer_email TEXT,
    line_count     INT NOT NULL,
    -- Bit n is set for the hold reason with number n.
    holds          INT NOT NULL,
    backordered    INT NOT NULL,
    -- Each with a blank before and after.
    warehouses     TEXT    NOT NULL,
    updated_ticks  BIGINT NOT NULL,
    shard          INT NOT NULL,
    position       BIGINT NOT NULL,
    body           TEXT    NOT NULL
) WITH (fillfactor = 65);

CREATE INDEX orders_by_placed ON orders (placed_ticks, order_id);
CREATE INDEX orders_by_account ON orders (account_id, placed_ticks, order_id);
CREATE INDEX orders_held ON orders (placed_ticks, order_id, holds) WHERE holds > 0;
CREATE INDEX orders_backordered ON orders (placed_ticks, order_id) WHERE backordered > 0;

-- Which orders have which status. A table of its own: with the status in an index of orders, each of its changes would
-- put a new version of the order into all of their indexes.
CREATE TABLE order_statuses (
    status       INT NOT NULL,
    placed_ticks BIGINT NOT NULL,
    order_id     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (status, placed_ticks, order_id)
);

CREATE TABLE order_skus (
    sku          TEXT COLLATE "C" NOT NULL,
    placed_ticks BIGINT NOT NULL,
    order_id     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (sku, placed_ticks, order_id)
);

-- Which order has which words. A table of its own: an order's row changes often, its words hardly ever.
CREATE TABLE order_search (
    order_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    terms    TSVECTOR NOT NULL
);

-- Every search reads the list of words that are not in the index yet: 256 kB of them, and not 4 MB.
CREATE INDEX order_search_terms ON order_search USING gin (terms) WITH (gin_pending_list_limit = 256);

CREATE TABLE picks (
    warehouse    TEXT COLLATE "C" NOT NULL,
    placed_ticks BIGINT NOT NULL,
    order_id     TEXT COLLATE "C" NOT NULL,
    body         TEXT    NOT NULL,
    PRIMARY KEY (warehouse, placed_ticks, order_id)
);

CREATE TABLE stock (
    sku       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name      TEXT,
    reserved  BIGINT NOT NULL,
    waiting   BIGINT NOT NULL,
    -- NULL: there never was one.
    shortfall INT,
    shard     INT NOT NULL,
    position  BIGINT NOT NULL
);

CREATE INDEX stock_short ON stock (sku) WHERE shortfall > 0;

CREATE TABLE shelves (
    sku          TEXT COLLATE "C" NOT NULL,
    warehouse    TEXT COLLATE "C" NOT NULL,
    on_hand      BIGINT NOT NULL,
    allocated    BIGINT NOT NULL,
    -- NULL: nobody ever said.
    safety_stock INT,
    PRIMARY KEY (sku, warehouse)
);

CREATE TABLE account_balances (
    account_id            TEXT COLLATE "C" NOT NULL,
    currency              TEXT COLLATE "C" NOT NULL,
    open_invoices_minor   BIGINT NOT NULL,
    open_prepayments_minor BIGINT NOT NULL,
    granted_minor         BIGINT NOT NULL,
    advances_minor        BIGINT NOT NULL,
    on_account_minor      BIGINT NOT NULL,
    refund_proposed_minor BIGINT NOT NULL,
    invoiced_minor        BIGINT NOT NULL,
    paid_minor            BIGINT NOT NULL,
    limit_minor           BIGINT,
    shard                 INT NOT NULL,
    position              BIGINT NOT NULL,
    PRIMARY KEY (account_id, currency)
);

-- The money of one order in its account, as long as there is any.
CREATE TABLE account_orders (
    account_id             TEXT COLLATE "C" NOT NULL,
    order_id               TEXT COLLATE "C" NOT NULL,
    currency               TEXT COLLATE "C" NOT NULL,
    granted_minor          BIGINT NOT NULL,
    prepayment_minor       BIGINT NOT NULL,
    advance_minor          BIGINT NOT NULL,
    prepayment_gross_minor BIGINT NOT NULL,
    prepayment_day         INT NOT NULL,
    shard                  INT NOT NULL,
    position               BIGINT NOT NULL,
    PRIMARY KEY (account_id, order_id)
);

CREATE INDEX account_orders_unpaid ON account_orders (prepayment_day, order_id) WHERE prepayment_minor > 0;

CREATE TABLE open_items (
    account_id   TEXT COLLATE "C" NOT NULL,
    document     TEXT COLLATE "C" NOT NULL,
    order_id     TEXT COLLATE "C" NOT NULL,
    currency     TEXT COLLATE "C" NOT NULL,
    gross_minor  BIGINT NOT NULL,
    open_minor   BIGINT NOT NULL,
    document_day INT NOT NULL,
    due_day      INT NOT NULL,
    shard        INT NOT NULL,
    position     BIGINT NOT NULL,
    PRIMARY KEY (account_id, document)
);

CREATE INDEX open_items_by_due ON open_items (due_day, document);
CREATE INDEX open_items_by_document ON open_items (document, account_id);

-- Which accounts ever had which payer, an IBAN or a name; whether that still holds, the account knows.
CREATE TABLE account_payers (
    account_id TEXT COLLATE "C" NOT NULL,
    payer      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, payer)
);

CREATE INDEX account_payers_by_payer ON account_payers (payer, account_id);

CREATE TABLE payments (
    payment_id  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    status      INT NOT NULL,
    own_account TEXT COLLATE "C" NOT NULL,
    booking_day INT NOT NULL,
    account_id  TEXT COLLATE "C",
    body        TEXT    NOT NULL
);

CREATE INDEX payments_by_day ON payments (booking_day, payment_id);
CREATE INDEX payments_by_account ON payments (account_id, booking_day, payment_id) WHERE account_id IS NOT NULL;
CREATE INDEX payments_parked ON payments (booking_day, payment_id) WHERE status = 3;

-- One row an event that moves money; its place is its shard * 2^48 + position.
CREATE TABLE ledger (
    place    BIGINT PRIMARY KEY,
    day      INT NOT NULL,
    at_ticks BIGINT NOT NULL,
    entity   TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    -- Bit n is set where a posting has the role with number n.
    roles    INT NOT NULL,
    postings TEXT    NOT NULL
);

CREATE INDEX ledger_by_day ON ledger (day, place);

CREATE TABLE ledger_days (
    day          INT NOT NULL,
    role         INT NOT NULL,
    -- Percent; empty where there is none.
    tax_rate     TEXT COLLATE "C" NOT NULL,
    currency     TEXT COLLATE "C" NOT NULL,
    debit_minor  BIGINT NOT NULL,
    credit_minor BIGINT NOT NULL,
    PRIMARY KEY (day, role, tax_rate, currency)
);

CREATE TABLE days (
    day            INT NOT NULL,
    channel        TEXT COLLATE "C" NOT NULL,
    currency       TEXT COLLATE "C" NOT NULL,
    orders_placed  BIGINT NOT NULL,
    placed_minor   BIGINT NOT NULL,
    orders_ended   BIGINT NOT NULL,
    pieces_shipped BIGINT NOT NULL,
    invoices       BIGINT NOT NULL,
    invoiced_minor BIGINT NOT NULL,
    paid_minor     BIGINT NOT NULL,
    PRIMARY KEY (day, channel, currency)
);
