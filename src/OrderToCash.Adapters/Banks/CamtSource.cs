using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Xml;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>A bank's statements, reports and notifications (ISO 20022 camt.053, .052 and .054, versions 01 to 13) as
/// commands to the bank accounts: one input a statement, in items of one command each.</summary>
/// <remarks>
/// <para>The file is read twice. The first pass verifies all of it; only then the second yields the first item. A file
/// that breaks off, is another message or has a DTD is one refused item, and nothing of it is booked; a statement that
/// is wrong in itself is refused alone.</para>
/// <para>Memory does not grow with the file: an item holds at most 500 transactions, the first one of a statement also
/// its bytes for the quarantine. Verifying keeps a bit and, where the bank gives references, some bytes an
/// entry.</para>
/// </remarks>
internal sealed class CamtSource(BankFile file, Actor actor) : BankSource(file)
{
    private Verified? _verified;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var verified = _verified ??= Guarded(() => Verify(cancellationToken));
        using var bytes = Guarded(File.OpenRead);
        if (verified.Rejection is { } rejection)
        {
            if (afterPosition < 1)
            {
                var refused = new SourceItem(1, 0, default, [], rejection);
                yield return await File.ItemAsync(bytes, refused, 0, bytes.Length, cancellationToken)
                    .ConfigureAwait(false);
            }

            yield break;
        }

        using var content = Guarded(File.OpenRead);
        using var xml = new CamtXml(content);
        var document = new CamtDocument(xml);
        using var positions = Guarded(File.OpenRead);
        var locator = new CamtByteLocator(positions);
        foreach (var plan in verified.Plans)
        {
            var booking = Guarded(() => Open(document, xml, plan, plan.Number > afterPosition));
            if (plan.Number <= afterPosition)
                continue;

            var (start, end) = Guarded(() => (locator.StartOf(plan.Start), locator.EndOf(plan.End)));
            var first = new SourceItem(plan.Number, end, default, [], plan.Rejection);
            first = await File.ItemAsync(bytes, first, start, end, cancellationToken).ConfigureAwait(false);
            if (booking is null)
            {
                yield return first;
                continue;
            }

            foreach (var item in Parts(first, booking, cancellationToken))
                yield return item;
        }
    }

    private IEnumerable<SourceItem> Parts(SourceItem first, CamtBooking booking, CancellationToken cancellationToken)
    {
        var hasMore = Guarded(() => booking.HasMore(cancellationToken));
        if (!hasMore)
        {
            RefuseChanged(booking);
            yield return first;
        }

        for (var item = first; hasMore; item = item with { Raw = default })
        {
            var command = booking.Next();
            hasMore = Guarded(() => booking.HasMore(cancellationToken));
            RefuseChanged(booking);
            yield return item with { Commands = [command], HasMore = hasMore };
        }
    }

    private void RefuseChanged(CamtBooking booking)
    {
        if (!booking.IsSame || !Guarded(() => File.IsUnchanged()))
            throw Changed();
    }

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
            throw BankFile.Unreadable(Name, exception);
        }
        catch (Exception exception) when (exception is XmlException or BankRefusedException)
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
            using var content = File.OpenRead();
            using var xml = new CamtXml(content);
            var document = new CamtDocument(xml);
            while (document.NextStatement())
                plans.Add(CamtVerifier.Verify(xml, document.Kind, plans.Count + 1, cancellationToken));

            return new Verified(plans.DrainToImmutable(), null);
        }
        catch (BankRefusedException exception)
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
        using var content = File.OpenRead();
        using var text = new CamtText(content);
        return CamtProlog.LineOfDtd(text) is { } line ? $"line {line}" : null;
    }

    private CamtBooking? Open(CamtDocument document, CamtXml xml, CamtPlan plan, bool isWanted)
    {
        if (!document.NextStatement() || xml.Line != plan.Start.Line || xml.Column != plan.Start.Column)
            throw Changed();
        if (!isWanted || plan.Rejection is not null)
            return null;

        var accepted = plan.Accepted ?? throw new UnreachableException("A statement is refused or accepted.");
        return new CamtBooking(xml, plan, accepted, actor);
    }

    private sealed record Verified(ImmutableArray<CamtPlan> Plans, Rejection? Rejection);
}
