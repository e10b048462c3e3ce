using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Xml;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>A bank's end-of-day statements (ISO 20022 camt.053, versions 01 to 13) as commands to the bank accounts:
/// one item a statement.</summary>
/// <remarks>
/// <para>The file is read twice. The first pass verifies all of it; only then the second yields the first item. A file
/// that breaks off, is no camt.053 or has a DTD is one refused item, and nothing of it is booked; a statement that is
/// wrong in itself is refused alone.</para>
/// <para>Memory is bounded by the largest statement, since an item holds its statement's entries; verifying keeps a bit
/// and, where the bank gives references, some bytes an entry.</para>
/// </remarks>
public sealed class CamtSource : ISource, IDisposable
{
    /// <summary>Of a statement's bytes, what an item keeps for the quarantine.</summary>
    public const int MaxRawBytes = 16 * 1024 * 1024;

    private readonly string _path;
    private readonly bool _isSpooled;
    private readonly Actor _actor;
    private Verified? _verified;

    private CamtSource(string name, string path, bool isSpooled, Actor actor, string identity, long bytes)
    {
        Name = name;
        _path = path;
        _isSpooled = isSpooled;
        _actor = actor;
        Identity = identity;
        TotalBytes = bytes;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The SHA-256 of the content, hexadecimal.</summary>
    public string? Identity { get; }

    /// <inheritdoc/>
    public long? TotalBytes { get; }

    /// <summary>Opens a file. It must not change until the source is disposed.</summary>
    /// <exception cref="SourceUnreadableException">There is no such file, or it may not be read.</exception>
    public static Task<CamtSource> OpenAsync(string path, Actor actor, CancellationToken cancellationToken) =>
        OpenAsync(Path.GetFileName(path), path, isSpooled: false, actor, cancellationToken);

    /// <summary>Spools a stream to a temporary file, which disposing deletes. The stream stays the caller's.</summary>
    /// <exception cref="SourceUnreadableException">The stream breaks off, or there is no room for the file.</exception>
    public static async Task<CamtSource> OpenAsync(
        string name, Stream stream, Actor actor, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"o2c-{Path.GetRandomFileName()}.xml");
        CamtSource? source = null;
        try
        {
            await using (var spool = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                await stream.CopyToAsync(spool, cancellationToken).ConfigureAwait(false);

            source = await OpenAsync(name, path, isSpooled: true, actor, cancellationToken).ConfigureAwait(false);
            return source;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, exception);
        }
        finally
        {
            if (source is null)
                File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var verified = _verified ??= Guarded(() => Verify(cancellationToken));
        using var bytes = Guarded(OpenFile);
        if (verified.Rejection is { } rejection)
        {
            if (afterPosition < 1)
            {
                yield return await ItemAsync(bytes, 1, 0, bytes.Length, [], rejection, cancellationToken)
                    .ConfigureAwait(false);
            }

            yield break;
        }

        using var content = Guarded(OpenFile);
        using var xml = new CamtXml(content);
        var document = new CamtDocument(xml);
        using var positions = Guarded(OpenFile);
        var locator = new CamtByteLocator(positions);
        foreach (var plan in verified.Plans)
        {
            var commands = Guarded(() => Book(document, xml, plan, plan.Number > afterPosition, cancellationToken));
            if (plan.Number <= afterPosition)
                continue;

            var (start, end) = Guarded(() => (locator.StartOf(plan.Start), locator.EndOf(plan.End)));
            yield return await ItemAsync(bytes, plan.Number, start, end, commands, plan.Rejection, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isSpooled)
            File.Delete(_path);
    }

    private static async Task<CamtSource> OpenAsync(
        string name, string path, bool isSpooled, Actor actor, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
            return new CamtSource(name, path, isSpooled, actor, Convert.ToHexStringLower(hash), stream.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, exception);
        }
    }

    private static SourceUnreadableException Unreadable(string name, Exception exception) =>
        new($"{name} can't be read: {exception.Message} Check the path and the rights, then read it again.", exception);

    private FileStream OpenFile() => new(_path, FileMode.Open, FileAccess.Read, FileShare.Read);

    // What the operating system refuses is the source's failure; and what was verified and no longer parses has changed
    // meanwhile.
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Name, exception);
        }
        catch (Exception exception) when (exception is XmlException or CamtRefusedException)
        {
            throw Changed(exception);
        }
    }

    private SourceUnreadableException Changed(Exception? exception = null) =>
        new(
            $"{Name} changed while it was read, so nothing more of it is booked. Read it again when it is complete.",
            exception);

    private Verified Verify(CancellationToken cancellationToken)
    {
        var plans = ImmutableArray.CreateBuilder<CamtPlan>();
        try
        {
            using var content = OpenFile();
            using var xml = new CamtXml(content);
            var document = new CamtDocument(xml);
            while (document.NextStatement())
                plans.Add(CamtVerifier.Verify(xml, plans.Count + 1, cancellationToken));

            return new Verified(plans.DrainToImmutable(), null);
        }
        catch (CamtRefusedException exception)
        {
            return new Verified([], exception.Rejection);
        }
        catch (XmlException exception)
        {
            return new Verified([], Malformed(exception));
        }
    }

    private Rejection Malformed(XmlException exception)
    {
        const string Advice = "Nothing of the file is booked. Fetch it again from the bank.";
        var place = exception.LineNumber == 0
            ? "file"
            : $"line {exception.LineNumber}, column {exception.LinePosition}";
        if (exception.Message.Contains("DTD", StringComparison.Ordinal))
        {
            return new Rejection(
                "dtd", PlaceOfDtd() ?? place, "a document type declaration", "none: statements have none", Advice);
        }

        var found = exception.Message.Length > 200 ? exception.Message[..200] + "…" : exception.Message;
        return new Rejection("malformed-xml", place, found, "well-formed XML to the end of the file", Advice);
    }

    private string? PlaceOfDtd()
    {
        using var content = OpenFile();
        using var text = new CamtText(content);
        return CamtProlog.LineOfDtd(text) is { } line ? $"line {line}" : null;
    }

    private ImmutableArray<Message> Book(
        CamtDocument document, CamtXml xml, CamtPlan plan, bool isWanted, CancellationToken cancellationToken)
    {
        if (!document.NextStatement() || xml.Line != plan.Start.Line || xml.Column != plan.Start.Column)
            throw Changed();
        if (!isWanted || plan.Rejection is not null)
            return [];

        var accepted = plan.Accepted ?? throw new UnreachableException("A statement is refused or accepted.");
        var commands = CamtBooking.Read(xml, plan, accepted, _actor, cancellationToken);
        return commands.IsEmpty ? throw Changed() : commands;
    }

    private async Task<SourceItem> ItemAsync(
        FileStream bytes, long position, long start, long end, ImmutableArray<Message> commands, Rejection? rejection,
        CancellationToken cancellationToken)
    {
        var size = end - start;
        var raw = new byte[Math.Min(size, MaxRawBytes)];
        bytes.Position = start;
        await bytes.ReadExactlyAsync(raw, cancellationToken).ConfigureAwait(false);
        if (rejection is not null && size > MaxRawBytes)
        {
            var kept =
                $"Only the first {MaxRawBytes >> 20} MiB are kept here; the whole is in {Name}, SHA-256 {Identity}.";
            rejection = rejection with { Advice = rejection.Advice is null ? kept : $"{rejection.Advice} {kept}" };
        }

        return new SourceItem(position, end, raw, commands, rejection);
    }

    private sealed record Verified(ImmutableArray<CamtPlan> Plans, Rejection? Rejection);
}
