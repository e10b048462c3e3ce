using System.Collections.Immutable;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Review;

/// <content>What became of a decision: the accounts answer a moment later.</content>
public sealed partial class ReviewDesk
{
    /// <summary>Accounts answer within milliseconds; where a store is away that is said instead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(200);

    private async ValueTask<ReviewAnswer> WaitForOutcomeAsync(
        EntityId entity, long behind, bool isRepeat, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(2);
        while (true)
        {
            var history = await EntityHistory.ReadAsync(journal, entity, null, keepEvents: true, cancellationToken)
                .ConfigureAwait(false);
            var state = (PaymentState)history.State;
            var isOver = time.GetElapsedTime(started) > Patience;
            if (isRepeat || isOver)
                return new ReviewAnswer(state, null, isRepeat, []);
            var events = history.Events.Where(one => one.Sequence > behind).Select(static one => one.Event).ToList();
            if (FindOutcome(state, events) is { } answer)
                return answer;
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause < MaxPause ? pause * 2 : MaxPause;
        }
    }

    /// <summary>Null while accounts have not answered.</summary>
    private static ReviewAnswer? FindOutcome(PaymentState state, List<object> events)
    {
        foreach (var one in events)
        {
            switch (one)
            {
                case PaymentEvent.Matched matched: return FindOutcome(state, events, matched);
                case PaymentEvent.SetAside: return new ReviewAnswer(state, null, false, []);
                case PaymentEvent.Undone undone:
                    var undoneShares = events.OfType<PaymentEvent.ShareUndone>().Count();
                    return undoneShares >= undone.Shares.Length ? new ReviewAnswer(state, null, false, []) : null;
            }
        }

        return null;
    }

    private static ReviewAnswer? FindOutcome(PaymentState state, List<object> events, PaymentEvent.Matched matched)
    {
        var refused = events.OfType<PaymentEvent.Refused>().FirstOrDefault(one => one.Attempt == matched.Attempt);
        if (refused is not null)
        {
            return new ReviewAnswer(state, new Rejection(
                "refused-by-account", refused.Document.Length == 0 ? "amount" : refused.Document,
                $"{refused.Reason}, says account {refused.Account.Value}", "items as they were when it was decided",
                "Nothing was booked and the payment waits again: look at it and decide anew."), false, []);
        }

        var applied = events.OfType<PaymentEvent.Applied>().Where(one => one.Attempt == matched.Attempt).ToList();
        if (applied.Count < matched.Shares.Length)
            return null;
        var settled = applied.SelectMany(static one => one.Allocations).Select(static one => one.Document)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<string> stayed =
        [
            .. matched.Shares.SelectMany(static share => share.Allocations ?? []).Select(static one => one.Document)
                .Where(document => !settled.Contains(document)),
        ];
        return new ReviewAnswer(state, null, false, stayed);
    }
}
