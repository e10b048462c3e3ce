using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;

namespace OrderToCash.Adapters.Banks;

/// <summary>A bank's end-of-day statements in MT940, and its intraday reports in MT942, as commands to the bank
/// accounts.</summary>
/// <remarks>
/// The file is read twice. The first pass verifies all of it and finds out its encoding; only then the second yields
/// the first item. A statement that is wrong in itself is refused alone, with its bytes; one of many entries is
/// several items.
/// </remarks>
internal sealed class Mt940Source(BankFile file, BankFeed feed) : BankSource(file)
{
    private Verified? _verified;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var verified = _verified ??= await VerifyAsync(cancellationToken).ConfigureAwait(false);
        await using var bytes = Guarded(File.OpenRead);
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

        for (var i = (int)Math.Min(afterPosition, verified.Plans.Length); i < verified.Plans.Length; i++)
        {
            var plan = verified.Plans[i];
            var first = new SourceItem(i + 1, 0, default, [], plan.Rejection);
            first = await File.ItemAsync(bytes, first, plan.Start, plan.End, cancellationToken).ConfigureAwait(false);
            if (plan.Accepted is not { } accepted)
            {
                yield return first;
                continue;
            }

            foreach (var item in Parts(first, plan, accepted, verified.Encoding, cancellationToken))
                yield return item;
        }
    }

    private IEnumerable<SourceItem> Parts(
        SourceItem first, Mt940Plan plan, Mt940Accepted accepted, Mt940Encoding encoding,
        CancellationToken cancellationToken)
    {
        using var content = Guarded(File.OpenRead);
        content.Position = plan.Start;
        using var lines = new Mt940Lines(content, plan.Line - 1);
        var reader = Mt940StatementReader.Open(lines, 1, null) ?? throw Changed();
        var booking = new Mt940Booking(reader, accepted, encoding, feed.Actor);
        var address = new EntityAddress(Kinds.Bank, accepted.Account);
        using var commands = booking.Commands(cancellationToken).GetEnumerator();
        var hasMore = Guarded(commands.MoveNext);
        if (!hasMore)
            yield return first;
        for (var item = first; hasMore; item = item with { Raw = default })
        {
            var command = commands.Current;
            hasMore = Guarded(commands.MoveNext);
            if ((!hasMore && !booking.IsSame) || !Guarded(File.IsUnchanged))
                throw Changed();
            yield return item with { Commands = [new Message(address, command)], HasMore = hasMore };
        }
    }

    // Reading the own accounts is dear, and files that need them are few: those are verified again.
    private async Task<Verified> VerifyAsync(CancellationToken cancellationToken)
    {
        var verified = Guarded(() => Verify(OwnAccounts.None, cancellationToken));
        if (feed.ReadAccountsAsync is not { } readAccounts || !verified.Plans.Any(x => IsNumber(x.Accepted?.Account)))
            return verified;
        var accounts = await readAccounts(cancellationToken).ConfigureAwait(false);
        return Guarded(() => Verify(new OwnAccounts(accounts), cancellationToken));
    }

    private static bool IsNumber(string? account) => account is not null && !OwnAccounts.IsIban(account);

    private Verified Verify(OwnAccounts ownAccounts, CancellationToken cancellationToken)
    {
        var plans = new List<Mt940Plan>();
        try
        {
            using var content = File.OpenRead();
            using var lines = new Mt940Lines(content);
            var letters = new Mt940Letters();
            while (Mt940StatementReader.Open(lines, plans.Count + 1, letters) is { } reader)
                plans.Add(Mt940Verifier.Verify(reader, ownAccounts, cancellationToken));

            return new Verified([.. Mt940Order.OfPages(plans)], letters.Decide(lines.HasMark), null);
        }
        catch (BankRefusedException exception)
        {
            return new Verified([], Mt940Encoding.Utf8, exception.Rejection);
        }
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
        catch (BankRefusedException exception)
        {
            throw Changed(exception);
        }
    }

    private SourceUnreadableException Changed(Exception? exception = null) =>
        new(
            $"{Name} changed while it was read, so nothing more of it is booked. Read it again when it is complete.",
            exception);

    private sealed record Verified(ImmutableArray<Mt940Plan> Plans, Mt940Encoding Encoding, Rejection? Rejection);
}
