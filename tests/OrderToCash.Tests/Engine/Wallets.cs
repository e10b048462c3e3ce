using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Engine;

/// <summary>
/// A kind of entity small enough to reason about: wallets that pay one another, so that the sum is conserved.
/// </summary>
internal sealed class WalletKind : EntityKind
{
    public const string KindName = "wallet";

    private static readonly EventName Deposited = Named("wallet.deposited");
    private static readonly EventName Sent = Named("wallet.sent");
    private static readonly EventName Got = Named("wallet.got");
    private static readonly EventName Armed = Named("wallet.armed");
    private static readonly EventName Fired = Named("wallet.fired");

    public override string Name => KindName;

    public override int SnapshotVersion => 1;

    public static EntityId Id(int number) => new(KindName, "w" + number);

    public override object Initial(string id) => new WalletState();

    public override Decided Decide(object state, object command, DateTimeOffset at)
    {
        var wallet = (WalletState)state;
        return command switch
        {
            Deposit deposit => Accept(new DepositedEvent(deposit.Amount)),
            Send send when wallet.Balance >= send.Amount => Accept(new SentEvent(send.To, send.Amount)),
            Send => new Decided("short", []),
            Receive receive => Accept(new GotEvent(receive.Amount)),
            Arm arm => Accept(new ArmedEvent(at + arm.After)),
            Fire when wallet.Armed => Accept(new FiredEvent()),
            Fire => new Decided("not wanted", []),
            Ask => new Decided(wallet.Balance, []),
            Explode => throw new InvalidOperationException("boom in Decide"),
            ExplodeInEvolve => Accept(new DepositedEvent(1), new DepositedEvent(WalletState.Unevolvable)),
            Flood flood => Accept([.. Enumerable.Repeat(new DepositedEvent(1), flood.Events)]),
            _ => throw new InvalidOperationException($"Unknown command {command}."),
        };
    }

    public override object Evolve(object state, object domainEvent)
    {
        var wallet = (WalletState)state;
        switch (domainEvent)
        {
            case DepositedEvent { Amount: WalletState.Unevolvable }:
                throw new InvalidOperationException("boom in Evolve");
            case DepositedEvent deposited:
                wallet.Balance += deposited.Amount;
                break;
            case SentEvent sent:
                wallet.Balance -= sent.Amount;
                break;
            case GotEvent got:
                wallet.Balance += got.Amount;
                break;
            case ArmedEvent:
                wallet.Armed = true;
                break;
            case FiredEvent:
                wallet.Armed = false;
                wallet.Fired++;
                break;
        }

        return wallet;
    }

    public override void React(string id, object domainEvent, List<Reaction> reactions)
    {
        if (domainEvent is SentEvent sent)
        {
            reactions.Add(new Reaction(new EntityId(KindName, sent.To), new Receive(sent.Amount)));
        }
    }

    public override void Remind(object domainEvent, List<ReminderChange> changes)
    {
        if (domainEvent is ArmedEvent armed)
        {
            changes.Add(new ReminderChange("fire", armed.Due));
        }
        else if (domainEvent is FiredEvent)
        {
            changes.Add(new ReminderChange("fire", null));
        }
    }

    public override object ReminderCommand(string name) => new Fire();

    public override bool IsFinished(object state) => false;

    /// <summary>One that waits for its reminder says how little it is; of others the events tell.</summary>
    public override long? StateBytes(object state) => ((WalletState)state).Armed ? 100 : null;

    public override EventName Encode(object domainEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = domainEvent switch
        {
            DepositedEvent deposited => Amount(writer, deposited.Amount, Deposited),
            SentEvent sent => Amount(writer, sent.Amount, Sent, sent.To),
            GotEvent got => Amount(writer, got.Amount, Got),
            ArmedEvent armed => Amount(writer, armed.Due.UtcTicks, Armed),
            _ => Fired,
        };
        writer.WriteEndObject();
        return name;
    }

    public override object Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload)
    {
        using var json = JsonDocument.Parse(payload.ToArray());
        var amount = json.RootElement.TryGetProperty("amount", out var found) ? found.GetInt64() : 0;
        return Encoding.UTF8.GetString(name) switch
        {
            "wallet.deposited" => new DepositedEvent(amount),
            "wallet.sent" => new SentEvent(json.RootElement.GetProperty("to").GetString() ?? "", amount),
            "wallet.got" => new GotEvent(amount),
            "wallet.armed" => new ArmedEvent(new DateTimeOffset(amount, TimeSpan.Zero)),
            "wallet.fired" => new FiredEvent(),
            var other => throw new UnknownEventException(other),
        };
    }

    public override void EncodeSnapshot(object state, Utf8JsonWriter writer)
    {
        var wallet = (WalletState)state;
        writer.WriteStartObject();
        writer.WriteNumber("balance", wallet.Balance);
        writer.WriteBoolean("armed", wallet.Armed);
        writer.WriteNumber("fired", wallet.Fired);
        writer.WriteEndObject();
    }

    public override object DecodeSnapshot(string id, ReadOnlySpan<byte> payload)
    {
        using var json = JsonDocument.Parse(payload.ToArray());
        return new WalletState
        {
            Balance = json.RootElement.GetProperty("balance").GetInt64(),
            Armed = json.RootElement.GetProperty("armed").GetBoolean(),
            Fired = json.RootElement.GetProperty("fired").GetInt32(),
        };
    }

    private static EventName Amount(Utf8JsonWriter writer, long amount, EventName name, string? to = null)
    {
        writer.WriteNumber("amount", amount);
        if (to is not null)
        {
            writer.WriteString("to", to);
        }

        return name;
    }

    private static Decided Accept(params ImmutableArray<object> events) => new("ok", events);

    private static EventName Named(string name) => new(name, 1, Encoding.UTF8.GetBytes(name));
}

internal sealed class WalletState
{
    public const long Unevolvable = -999;

    public long Balance { get; set; }

    public bool Armed { get; set; }

    public int Fired { get; set; }
}

internal sealed record Deposit(long Amount);

internal sealed record Send(string To, long Amount);

internal sealed record Receive(long Amount);

internal sealed record Arm(TimeSpan After);

internal sealed record Fire;

internal sealed record Ask;

internal sealed record Explode;

internal sealed record ExplodeInEvolve;

internal sealed record Flood(int Events);

internal sealed record DepositedEvent(long Amount);

internal sealed record SentEvent(string To, long Amount);

internal sealed record GotEvent(long Amount);

internal sealed record ArmedEvent(DateTimeOffset Due);

internal sealed record FiredEvent;
