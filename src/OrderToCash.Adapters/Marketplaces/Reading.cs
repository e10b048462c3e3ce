using System.Text;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>What one order's reading came upon. The first problem counts.</summary>
/// <param name="document">The bytes that places are looked for in.</param>
internal sealed class Reading(ReadOnlyMemory<byte> document)
{
    private const int MaxBytesShown = 60;

    public ReadOnlyMemory<byte> Document { get; } = document;

    /// <summary>The first thing that is wrong; null while nothing is.</summary>
    public Rejection? Problem { get; private set; }

    public void Refuse(string reason, string place, string found, string expected, string? advice = null) =>
        Problem ??= new Rejection(reason, place, found, expected, advice);

    /// <summary>A text as a refusal shows it.</summary>
    public static string Shown(string text) =>
        text.Length > MaxBytesShown ? $"\"{text[..MaxBytesShown]}…\"" : $"\"{text}\"";

    /// <summary>Bytes as a refusal shows them.</summary>
    public static string Shown(ReadOnlySpan<byte> utf8) => utf8.Length > MaxBytesShown
        ? Encoding.UTF8.GetString(utf8[..MaxBytesShown]) + "…"
        : Encoding.UTF8.GetString(utf8);
}
