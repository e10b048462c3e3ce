using System.Collections.Frozen;
using System.Collections.Immutable;
using OrderToCash.Application.Codecs;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application;

/// <summary>Where the domain meets the engine: every kind of entity, its functions and its stored form.</summary>
public static class EntityKinds
{
    /// <summary>
    /// The version of what the reaction functions yield for stored events; to be raised with every change of it, or the
    /// numbers of reactions under way would mean others after an update.
    /// </summary>
    public const int ReactionsVersion = 4;

    /// <summary>Orders, by channel and order number.</summary>
    public static EntityKind Order { get; } =
        new DomainKind<OrderState, OrderCommand, OrderEvent, OrderReply>(Kinds.Order)
        {
            Start = Domain.Orders.Order.Initial,
            Decider = Domain.Orders.Order.Decide,
            Evolver = Domain.Orders.Order.Evolve,
            Reactions = OrderReactions.React,
            Reminders = OrderReminders.Remind,
            ReminderCommands = OrderReminders.Command,
            Finished = static state =>
                state.Status is OrderStatus.Closed or OrderStatus.Cancelled or OrderStatus.Rejected,
            Boxed = Replies.Box,
            Encoder = OrderEventCodec.Encode,
            Decoder = OrderEventCodec.Decode,
        };

    /// <summary>Stock items, by SKU.</summary>
    public static EntityKind Stock { get; } =
        new DomainKind<StockState, StockCommand, StockEvent, StockReply>(Kinds.Sku)
        {
            Start = StockItem.Initial,
            Decider = StockItem.Decide,
            Evolver = StockItem.Evolve,
            Reactions = StockReactions.React,
            Bytes = StateSizes.Of,
            Boxed = Replies.Box,
            Encoder = StockEventCodec.Encode,
            Decoder = StockEventCodec.Decode,
            Snapshots = new SnapshotForm<StockState>(
                StockSnapshotCodec.Version,
                static (state, writer) => StockSnapshotCodec.Encode(StockItem.ToSnapshot(state), writer),
                static payload => StockItem.FromSnapshot(StockSnapshotCodec.Decode(payload))),
        };

    /// <summary>Customer accounts, by account id.</summary>
    public static EntityKind Account { get; } =
        new DomainKind<CustomerAccountState, AccountCommand, AccountEvent, AccountReply>(Kinds.Account)
        {
            Start = CustomerAccount.Initial,
            Decider = CustomerAccount.Decide,
            Evolver = CustomerAccount.Evolve,
            Reactions = AccountReactions.React,
            Bytes = StateSizes.Of,
            Boxed = Replies.Box,
            Encoder = AccountEventCodec.Encode,
            Decoder = AccountEventCodec.Decode,
            Snapshots = new SnapshotForm<CustomerAccountState>(
                AccountSnapshotCodec.Version,
                static (state, writer) => AccountSnapshotCodec.Encode(AccountSnapshot.ToSnapshot(state), writer),
                static payload => AccountSnapshot.FromSnapshot(AccountSnapshotCodec.Decode(payload))),
        };

    /// <summary>Payments, by own account and bank reference.</summary>
    public static EntityKind Payment { get; } =
        new DomainKind<PaymentState, PaymentCommand, PaymentEvent, PaymentReply>(Kinds.Payment)
        {
            Start = Domain.Payments.Payment.Initial,
            Decider = Domain.Payments.Payment.Decide,
            Evolver = Domain.Payments.Payment.Evolve,
            Reactions = PaymentReactions.React,
            Finished = Domain.Payments.Payment.IsIdle,
            Boxed = Replies.Box,
            Encoder = PaymentEventCodec.Encode,
            Decoder = PaymentEventCodec.Decode,
        };

    /// <summary>Own bank accounts, by IBAN.</summary>
    public static EntityKind Bank { get; } =
        new DomainKind<BankAccountState, BankCommand, BankEvent, BankReply>(Kinds.Bank)
        {
            Start = BankAccount.Initial,
            Decider = BankAccount.Decide,
            Evolver = BankAccount.Evolve,
            Reactions = BankReactions.React,
            Boxed = Replies.Box,
            Encoder = BankEventCodec.Encode,
            Decoder = BankEventCodec.Decode,
            Snapshots = new SnapshotForm<BankAccountState>(
                BankSnapshotCodec.Version,
                static (state, writer) => BankSnapshotCodec.Encode(BankSnapshot.ToSnapshot(state), writer),
                static payload => BankSnapshot.FromSnapshot(BankSnapshotCodec.Decode(payload))),
        };

    /// <summary>Number series, by what they number and the year.</summary>
    public static EntityKind Series { get; } =
        new DomainKind<SeriesState, SeriesCommand, SeriesEvent, SeriesReply>(Kinds.Series)
        {
            Start = NumberSeries.Initial,
            Decider = NumberSeries.Decide,
            Evolver = NumberSeries.Evolve,
            Reactions = SeriesReactions.React,
            Boxed = Replies.Box,
            Encoder = SeriesEventCodec.Encode,
            Decoder = SeriesEventCodec.Decode,
            Snapshots = new SnapshotForm<SeriesState>(
                SeriesSnapshotCodec.Version,
                static (state, writer) => SeriesSnapshotCodec.Encode(NumberSeries.ToSnapshot(state), writer),
                static payload => NumberSeries.FromSnapshot(SeriesSnapshotCodec.Decode(payload))),
        };

    /// <summary>Providers' payouts, by provider and payout.</summary>
    public static EntityKind Settlement { get; } =
        new DomainKind<SettlementState, SettlementCommand, SettlementEvent, SettlementReply>(Kinds.Settlement)
        {
            Start = Domain.Payments.Settlement.Initial,
            Decider = Domain.Payments.Settlement.Decide,
            Evolver = Domain.Payments.Settlement.Evolve,
            Reactions = SettlementReactions.React,
            Finished = Domain.Payments.Settlement.IsAtRest,
            Boxed = Replies.Box,
            Encoder = SettlementEventCodec.Encode,
            Decoder = SettlementEventCodec.Decode,
            Snapshots = new SnapshotForm<SettlementState>(
                SettlementSnapshotCodec.Version,
                static (state, writer) =>
                    SettlementSnapshotCodec.Encode(Domain.Payments.Settlement.ToSnapshot(state), writer),
                static payload => Domain.Payments.Settlement.FromSnapshot(SettlementSnapshotCodec.Decode(payload))),
        };

    /// <summary>The matcher's policies, one entity.</summary>
    public static EntityKind Policy { get; } =
        new DomainKind<PolicyState, PolicyCommand, PolicyEvent, PolicyReply>(Kinds.Policy)
        {
            Start = MatchPolicies.Initial,
            Decider = MatchPolicies.Decide,
            Evolver = MatchPolicies.Evolve,
            Reactions = static (_, _) => [],
            Boxed = Replies.Box,
            Encoder = PolicyEventCodec.Encode,
            Decoder = PolicyEventCodec.Decode,
        };

    /// <summary>The settings of the checks on orders, and who is blocked: one entity.</summary>
    public static EntityKind Checks { get; } =
        new DomainKind<ChecksState, ChecksCommand, ChecksEvent, ChecksReply>(Kinds.Checks)
        {
            Start = StoreChecks.Initial,
            Decider = StoreChecks.Decide,
            Evolver = StoreChecks.Evolve,
            Reactions = static (_, _) => [],
            Boxed = Replies.Box,
            Encoder = ChecksEventCodec.Encode,
            Decoder = ChecksEventCodec.Decode,
        };

    /// <summary>All kinds.</summary>
    public static ImmutableArray<EntityKind> All { get; } =
        [Order, Stock, Account, Payment, Bank, Series, Settlement, Policy, Checks];

    /// <summary>All kinds by their names.</summary>
    public static FrozenDictionary<string, EntityKind> ByName { get; } =
        All.ToFrozenDictionary(static kind => kind.Name, StringComparer.Ordinal);
}
