using System.Text;
using OrderToCash.Application.Codecs;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <content>All that the feed knows, written down, and read back at the next start.</content>
public sealed partial class MatchFeed
{
    /// <summary>
    /// The version of images. To be raised with every change of what is kept, of how it lies in memory and of what the
    /// feed makes of events: an image of another version is not read, and the feed is built from the journal.
    /// </summary>
    public const int ImageVersion = 2;

    /// <summary>Writes down what the events taken in so far mean. The feed is as it was when it returns.</summary>
    /// <remarks>What has no order is sorted: the same knowledge gives the same bytes.</remarks>
    public void WriteTo(ImageWriter image)
    {
        using var parts = new ImageParts(image);
        Index.WriteTo(image);
        image.Int64(_today.DayNumber);
        var reports = Index.PayoutReports.ToArray();
        image.Int64(reports.Length);
        foreach (var (report, isSettled) in reports)
        {
            parts.Write(SettlementPartCodec.Write, report);
            image.Int64(isSettled ? 1 : 0);
        }

        image.Int64(_settled.Count);
        foreach (var settlement in _settled.Order(StringComparer.Ordinal))
            image.Text(settlement);
        WritePolicies(image, parts);
        _use.WriteTo(image);
        _proposed.WriteTo(image);
        image.Int64(_open.Count);
        foreach (var payment in _open.Values.OrderBy(static one => one.Id.Value, StringComparer.Ordinal))
            Write(image, parts, payment);
        _waiting.WriteTo(image, waiting => Write(image, parts, waiting));
    }

    /// <summary>
    /// Knows what was written down, but for decisions that were under way: nothing is known of what became of them, as
    /// after any start. Of a feed that has seen nothing, between <see cref="BeginRebuild"/> and
    /// <see cref="EndRebuild"/>.
    /// </summary>
    /// <exception cref="ImageException">It is not what this program writes. The feed is of no use then.</exception>
    public void ReadFrom(ImageReader image)
    {
        using var parts = new ImageParts(image);
        Index.ReadFrom(image);
        _today = DateOnly.FromDayNumber(image.Count());
        for (var left = image.Count(); left > 0; left--)
        {
            var report = parts.Read(SettlementPartCodec.ReadReport);
            Index.AddPayout(report);
            if (image.Count() == 1)
                Index.SettlePayout(report.Provider, report.PayoutId);
        }

        for (var left = image.Count(); left > 0; left--)
            _settled.Add(image.Text());
        ReadPolicies(image, parts);
        _use.ReadFrom(image);
        _proposed.ReadFrom(image);
        for (var left = image.Count(); left > 0; left--)
        {
            var payment = ReadPayment(image, parts);
            _open.Add(payment.Id, payment);
        }

        _waiting.ReadFrom(image, () => ReadWaiting(image, parts));
        foreach (var payment in _open.Values.ToArray())
        {
            if (payment.Stage == OpenStage.Asked)
                Release(payment);
            PutAway(payment);
        }
    }

    // The payment's events will tell whether it was decided.
    private void Release(OpenPayment payment)
    {
        _proposed.Release(payment);
        Count(payment, null);
        payment.Stage = payment.WasParked ? OpenStage.Parked : OpenStage.New;
    }

    // What was refused or objected to in this run is not kept: a start asks anew.
    private static void Write(ImageWriter image, ImageParts parts, OpenPayment payment)
    {
        Write(image, parts, new WaitingPayment(payment.Id, payment.Transaction));
        image.Int64((int)payment.Stage);
        image.Int64(payment.WasParked ? 1 : 0);
        image.Int64(payment.Score);
        image.Int64(payment.Refusals);
        image.Int64(payment.SharesToUndo);
        image.Text(payment.Settlement);
        image.Text(payment.BookedUnder);
        image.Int64(payment.Held.Count);
        foreach (var held in payment.Held)
            parts.Write(MatchCodec.Write, held);
    }

    private static OpenPayment ReadPayment(ImageReader image, ImageParts parts)
    {
        var (id, transaction) = ReadWaiting(image, parts);
        var payment = new OpenPayment(id, transaction)
        {
            Stage = (OpenStage)image.Count(),
            WasParked = image.Count() == 1,
            Score = (int)image.Int64(),
            Refusals = image.Count(),
            SharesToUndo = (int)image.Int64(),
            Settlement = image.TextOrNull(),
            BookedUnder = image.TextOrNull(),
        };
        for (var left = image.Count(); left > 0; left--)
            payment.Held.Add(parts.Read(MatchCodec.ReadAllocation));
        return payment;
    }

    private static void Write(ImageWriter image, ImageParts parts, WaitingPayment waiting)
    {
        image.Text(waiting.Payment.Value);
        parts.Write(BankTransactionCodec.Write, waiting.Transaction);
    }

    private static WaitingPayment ReadWaiting(ImageReader image, ImageParts parts) =>
        new(new PaymentId(image.Text()), parts.Read(BankTransactionCodec.Read));

    // As the events that would make them so: the first one is always there.
    private void WritePolicies(ImageWriter image, ImageParts parts)
    {
        var events = new List<PolicyEvent>();
        foreach (var version in _policies.Versions.Skip(1))
        {
            events.Add(new PolicyEvent.Proposed(version.Policy, version.Limit, Actor.Rule("image")));
            if (version.Stage == PolicyStage.Confirmed)
                events.Add(new PolicyEvent.Confirmed(version.Policy.Id, Actor.Rule("image")));
            else if (version.Stage == PolicyStage.Withdrawn)
                events.Add(new PolicyEvent.Withdrawn(version.Policy.Id, "", Actor.Rule("image")));
        }

        image.Int64(events.Count);
        foreach (var happened in events)
        {
            var name = parts.Write(PolicyEventCodec.Encode, happened);
            image.Text(name.Text);
            image.Int64(name.Version);
        }
    }

    private void ReadPolicies(ImageReader image, ImageParts parts)
    {
        for (var left = image.Count(); left > 0; left--)
        {
            var payload = parts.ReadBytes();
            MatchPolicies.Evolve(_policies, PolicyEventCodec.Decode(
                Encoding.UTF8.GetBytes(image.Text()), image.Count(), payload));
        }
    }
}
