-- Read models of layout version 4: docs/read-models.md explains every table. All of it is derived from the journal and
-- can be rebuilt at any time. Times are UTC ticks of 100 ns since 0001-01-01, days are numbers like 20260301.

CREATE TABLE read_models (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    version       INTEGER NOT NULL,
    journal       TEXT    NOT NULL,
    latest_ticks  INTEGER NOT NULL,
    written_ticks INTEGER NOT NULL
);

CREATE TABLE positions (
    shard    INTEGER PRIMARY KEY,
    position INTEGER NOT NULL
);

CREATE TABLE orders (
    number         INTEGER PRIMARY KEY,
    order_id       TEXT    NOT NULL,
    channel        TEXT    NOT NULL,
    status         INTEGER NOT NULL,
    placed_ticks   INTEGER NOT NULL,
    currency       TEXT    NOT NULL,
    total_minor    INTEGER NOT NULL,
    account_id     TEXT    NOT NULL,
    customer_name  TEXT,
    customer_email TEXT,
    line_count     INTEGER NOT NULL,
    -- Bit n is set for the hold reason with number n.
    holds          INTEGER NOT NULL,
    backordered    INTEGER NOT NULL,
    -- Each with a blank before and after.
    warehouses     TEXT    NOT NULL,
    updated_ticks  INTEGER NOT NULL,
    shard          INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    body           TEXT    NOT NULL
);

CREATE UNIQUE INDEX orders_by_id ON orders (order_id);
CREATE INDEX orders_by_placed ON orders (placed_ticks, order_id);
CREATE INDEX orders_by_status ON orders (status, placed_ticks, order_id);
CREATE INDEX orders_by_account ON orders (account_id, placed_ticks, order_id);
CREATE INDEX orders_held ON orders (placed_ticks, order_id, holds) WHERE holds > 0;
CREATE INDEX orders_backordered ON orders (placed_ticks, order_id) WHERE backordered > 0;

CREATE TABLE order_skus (
    sku          TEXT    NOT NULL,
    placed_ticks INTEGER NOT NULL,
    order_id     TEXT    NOT NULL,
    PRIMARY KEY (sku, placed_ticks, order_id)
) WITHOUT ROWID;

-- Which order (by its number) has which words; without the words' places, which nobody asks for.
CREATE VIRTUAL TABLE order_search USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '-_.@+/:'"
);

CREATE TABLE picks (
    warehouse    TEXT    NOT NULL,
    placed_ticks INTEGER NOT NULL,
    order_id     TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    PRIMARY KEY (warehouse, placed_ticks, order_id)
) WITHOUT ROWID;

CREATE TABLE stock (
    sku       TEXT    NOT NULL PRIMARY KEY,
    name      TEXT,
    reserved  INTEGER NOT NULL,
    waiting   INTEGER NOT NULL,
    -- NULL: there never was one.
    shortfall INTEGER,
    shard     INTEGER NOT NULL,
    position  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX stock_short ON stock (sku) WHERE shortfall > 0;

CREATE TABLE shelves (
    sku          TEXT    NOT NULL,
    warehouse    TEXT    NOT NULL,
    on_hand      INTEGER NOT NULL,
    allocated    INTEGER NOT NULL,
    -- NULL: nobody ever said.
    safety_stock INTEGER,
    PRIMARY KEY (sku, warehouse)
) WITHOUT ROWID;

CREATE TABLE account_balances (
    account_id            TEXT    NOT NULL,
    currency              TEXT    NOT NULL,
    open_invoices_minor   INTEGER NOT NULL,
    open_prepayments_minor INTEGER NOT NULL,
    granted_minor         INTEGER NOT NULL,
    advances_minor        INTEGER NOT NULL,
    on_account_minor      INTEGER NOT NULL,
    refund_proposed_minor INTEGER NOT NULL,
    invoiced_minor        INTEGER NOT NULL,
    paid_minor            INTEGER NOT NULL,
    limit_minor           INTEGER,
    shard                 INTEGER NOT NULL,
    position              INTEGER NOT NULL,
    PRIMARY KEY (account_id, currency)
) WITHOUT ROWID;

-- The money of one order in its account, as long as there is any.
CREATE TABLE account_orders (
    account_id             TEXT    NOT NULL,
    order_id               TEXT    NOT NULL,
    currency               TEXT    NOT NULL,
    granted_minor          INTEGER NOT NULL,
    prepayment_minor       INTEGER NOT NULL,
    advance_minor          INTEGER NOT NULL,
    prepayment_gross_minor INTEGER NOT NULL,
    prepayment_day         INTEGER NOT NULL,
    shard                  INTEGER NOT NULL,
    position               INTEGER NOT NULL,
    PRIMARY KEY (account_id, order_id)
) WITHOUT ROWID;

CREATE INDEX account_orders_unpaid ON account_orders (prepayment_day, order_id) WHERE prepayment_minor > 0;

CREATE TABLE open_items (
    account_id   TEXT    NOT NULL,
    document     TEXT    NOT NULL,
    order_id     TEXT    NOT NULL,
    currency     TEXT    NOT NULL,
    gross_minor  INTEGER NOT NULL,
    open_minor   INTEGER NOT NULL,
    document_day INTEGER NOT NULL,
    due_day      INTEGER NOT NULL,
    shard        INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    PRIMARY KEY (account_id, document)
) WITHOUT ROWID;

CREATE INDEX open_items_by_due ON open_items (due_day, document);
CREATE INDEX open_items_by_document ON open_items (document, account_id);

-- Which accounts ever had which payer, an IBAN or a name; whether that still holds, the account knows.
CREATE TABLE account_payers (
    account_id TEXT NOT NULL,
    payer      TEXT NOT NULL,
    PRIMARY KEY (account_id, payer)
) WITHOUT ROWID;

CREATE INDEX account_payers_by_payer ON account_payers (payer, account_id);

CREATE TABLE payments (
    payment_id  TEXT    NOT NULL PRIMARY KEY,
    status      INTEGER NOT NULL,
    own_account TEXT    NOT NULL,
    booking_day INTEGER NOT NULL,
    account_id  TEXT,
    body        TEXT    NOT NULL
);

CREATE INDEX payments_by_day ON payments (booking_day, payment_id);
CREATE INDEX payments_by_account ON payments (account_id, booking_day, payment_id) WHERE account_id IS NOT NULL;
CREATE INDEX payments_parked ON payments (booking_day, payment_id) WHERE status = 3;

-- One row an event that moves money; its place is its shard * 2^48 + position.
CREATE TABLE ledger (
    place    INTEGER PRIMARY KEY,
    day      INTEGER NOT NULL,
    at_ticks INTEGER NOT NULL,
    entity   TEXT    NOT NULL,
    currency TEXT    NOT NULL,
    -- Bit n is set where a posting has the role with number n.
    roles    INTEGER NOT NULL,
    postings TEXT    NOT NULL
);

CREATE INDEX ledger_by_day ON ledger (day, place);

CREATE TABLE ledger_days (
    day          INTEGER NOT NULL,
    role         INTEGER NOT NULL,
    -- Percent; empty where there is none.
    tax_rate     TEXT    NOT NULL,
    currency     TEXT    NOT NULL,
    debit_minor  INTEGER NOT NULL,
    credit_minor INTEGER NOT NULL,
    PRIMARY KEY (day, role, tax_rate, currency)
) WITHOUT ROWID;

CREATE TABLE days (
    day            INTEGER NOT NULL,
    channel        TEXT    NOT NULL,
    currency       TEXT    NOT NULL,
    orders_placed  INTEGER NOT NULL,
    placed_minor   INTEGER NOT NULL,
    orders_ended   INTEGER NOT NULL,
    pieces_shipped INTEGER NOT NULL,
    invoices       INTEGER NOT NULL,
    invoiced_minor INTEGER NOT NULL,
    paid_minor     INTEGER NOT NULL,
    PRIMARY KEY (day, channel, currency)
) WITHOUT ROWID;
