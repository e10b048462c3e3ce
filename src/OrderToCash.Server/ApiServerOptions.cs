using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace OrderToCash.Server;

/// <summary>Where the server listens, and how much it takes.</summary>
public sealed record ApiServerOptions
{
    /// <summary>The addresses; port 0 takes a free one.</summary>
    /// <value>http://127.0.0.1:8080.</value>
    public ImmutableArray<Uri> Listen { get; init; } = [new("http://127.0.0.1:8080")];

    /// <summary>The certificate for https addresses; TLS 1.2 and 1.3 are spoken.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The longest body of one input, in bytes; streams have no limit.</summary>
    /// <value>8 MiB, the longest input that the formats allow.</value>
    public int MaxBodyBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The longest bank statement file, in bytes.</summary>
    /// <value>256 MiB.</value>
    public long MaxStatementBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Requests handled at a time, streams apart; more are answered 503.</summary>
    /// <value>1,024.</value>
    public int MaxRequests { get; init; } = 1024;

    /// <summary>Deliveries to webhooks at a time; more are answered 503.</summary>
    /// <value>2,048: two seconds of a peak of a thousand a second.</value>
    public int MaxDeliveries { get; init; } = 2048;

    /// <summary>
    /// Intake streams at a time; more are answered 503. Each may hold 8,192 inputs or 64 MiB that are undecided.
    /// </summary>
    /// <value>8.</value>
    public int MaxStreams { get; init; } = 8;

    /// <summary>Readers of changes at a time; more are answered 503.</summary>
    /// <value>32.</value>
    public int MaxChangeReaders { get; init; } = 32;

    /// <summary>Requests of one key a second, with bursts of twice as many; more are answered 429.</summary>
    /// <value>5,000.</value>
    public int RequestsPerSecond { get; init; } = 5000;

    /// <summary>An input that the store has not taken within this time is answered 503.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A stream that is silent for so long is ended.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan MaxStreamSilence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A reader of changes that takes nothing for so long is dropped.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan MaxChangeDelay { get; init; } = TimeSpan.FromSeconds(10);
}
