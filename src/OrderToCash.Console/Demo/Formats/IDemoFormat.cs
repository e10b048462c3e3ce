using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>How a channel of the demonstration writes its orders down.</summary>
internal interface IDemoFormat
{
    /// <summary>The platform whose documents these are; null: our own format.</summary>
    Platform? Platform { get; }

    /// <summary>True where prices are net, as business partners write them.</summary>
    bool IsNet { get; }

    /// <summary>True where everybody pays by invoice.</summary>
    bool IsInvoiceOnly => IsNet;

    /// <summary>True where the platform has orders that are none: tests, drafts.</summary>
    bool HasTests => false;

    /// <summary>What a faulty export has instead of a value: the same document, then refused.</summary>
    (string Value, string Fault) Slip { get; }

    /// <summary>The order's number.</summary>
    /// <param name="index">Counts the channel's orders, from 0.</param>
    string NumberOf(int index);

    /// <summary>The order as the channel sends it, cancelled where it is.</summary>
    string Write(DemoOrder order);

    /// <summary>Makes deliveries of documents: one of each, unless the format puts several into one.</summary>
    IEnumerable<string> Deliveries(IReadOnlyList<string> documents, DateTimeOffset at) => documents;
}
