namespace OrderToCash.Adapters.Postgres;

/// <summary>One attempt of a reading: what was handed over can't be taken back, so then it isn't tried again.</summary>
internal sealed class PostgresReading
{
    /// <summary>Whether the caller's sink has seen anything.</summary>
    public bool HasHandedOver { get; set; }
}
