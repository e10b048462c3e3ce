using OrderToCash.Domain.Orders;

namespace OrderToCash.Simulation.Audit;

/// <summary>An order as an auditor counts it: pieces by line, shipments and what was invoiced for them.</summary>
internal sealed class OrderModel(string id, Verdict verdict)
{
    public string Id => id;

    public OrderContent? Content { get; private set; }

    public string Account { get; private set; } = "";

    public long TotalMinor { get; private set; }

    public bool IsOver { get; private set; }

    public bool IsClosed { get; private set; }

    public int Edits { get; private set; }

    public Dictionary<string, OrderLineModel> Lines { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, OrderEvent.Shipped> Shipments { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, InvoiceModel> Invoices { get; } = new(StringComparer.Ordinal);

    /// <summary>Cancellation requests that were answered by an event, done or refused.</summary>
    public HashSet<string> Requests { get; } = new(StringComparer.Ordinal);

    public Dictionary<HoldReason, DateTimeOffset> Holds { get; } = [];

    public HashSet<DateTimeOffset?> Versions { get; } = [];

    public int Conflicts { get; private set; }

    public void Apply(OrderEvent happened)
    {
        if (happened is not OrderEvent.Placed && Content is null)
        {
            verdict.Fail($"Order {id} begins with {happened.GetType().Name}: an order comes from nowhere.");
            return;
        }

        switch (happened)
        {
            case OrderEvent.Placed placed: Apply(placed); break;
            case OrderEvent.Edited edited: Apply(edited); break;
            case OrderEvent.EditConflicted: Conflicts++; break;
            case OrderEvent.Held held: Holds[held.Reason] = held.ExpiresAt; break;
            case OrderEvent.HoldReleased released: Holds.Remove(released.Reason); break;
            case OrderEvent.Shipped shipped: Apply(shipped); break;
            case OrderEvent.InvoiceRequested requested: Apply(requested.Content); break;
            case OrderEvent.Invoiced invoiced: Apply(invoiced); break;
            case OrderEvent.InvoiceSettled settled:
                Settle(settled.Number, settled.AmountMinor, settled.OpenMinor);
                break;
            case OrderEvent.InvoiceReopened reopened:
                Settle(reopened.Number, -reopened.AmountMinor, reopened.OpenMinor);
                // It waits for that money, and ends again when it comes.
                if (IsClosed)
                    (IsClosed, IsOver) = (false, false);

                break;
            case OrderEvent.Cancelled cancelled: Apply(cancelled); break;
            case OrderEvent.CancellationRefused { RequestId: { } request }: Requests.Add(request); break;
            case OrderEvent.Rejected: End(); break;
            case OrderEvent.Closed:
                IsClosed = true;
                End();
                break;
        }
    }

    private void Apply(OrderEvent.Placed placed)
    {
        verdict.Require(Content is null, $"Order {id} is placed twice.");
        verdict.Require(placed.Content.Id.Value == id, $"Order {id} has the content of {placed.Content.Id}.");
        Take(placed.Content, placed.TotalMinor, placed.Account.Value);
        foreach (var line in placed.Content.Lines)
            Lines.Add(line.LineId, new OrderLineModel(line.Sku.Value, line.Quantity));
    }

    private void Apply(OrderEvent.Edited edited)
    {
        Edits++;
        Take(edited.Content, edited.TotalMinor, edited.Account.Value);
        if (edited.Asks.IsEmpty)
            return;

        verdict.Require(Shipments.Count == 0, $"Order {id} is edited after a shipment.");
        var before = new Dictionary<string, OrderLineModel>(Lines, StringComparer.Ordinal);
        Lines.Clear();
        Holds.Clear();
        foreach (var line in edited.Content.Lines)
        {
            var model = new OrderLineModel(line.Sku.Value, line.Quantity);
            if (before.TryGetValue(line.LineId, out var was) && was.Sku == model.Sku)
                model.Cancelled = Math.Clamp(line.Quantity - was.Open, 0, was.Cancelled);

            Lines.Add(line.LineId, model);
        }
    }

    private void Apply(OrderEvent.Shipped shipped)
    {
        verdict.Require(Shipments.TryAdd(shipped.Shipment, shipped), $"{id}: shipment {shipped.Shipment} is twice.");
        foreach (var (lineId, _, quantity) in shipped.Lines)
        {
            Lines[lineId].Shipped += quantity;
            CheckOpen(lineId);
        }

        if (Lines.Values.All(static line => line.Open == 0))
            Holds.Clear();
    }

    private void Apply(InvoiceContent content)
    {
        verdict.Require(
            Invoices.TryAdd(content.RequestId, new InvoiceModel(content)),
            $"{id}: an invoice for {content.RequestId} is asked for twice.");
        if (!Shipments.TryGetValue(content.RequestId, out var shipment))
        {
            verdict.Fail($"{id}: invoice {content.RequestId} is for no shipment.");
            return;
        }

        var pieces = content.Lines.Where(static line => line.Sku is not null)
            .Select(static line => (line.LineId, line.Quantity)).Order();
        verdict.Require(
            pieces.SequenceEqual(shipment.Lines.Select(static line => (line.LineId, line.Quantity)).Order()),
            $"{id}: invoice {content.RequestId} has other pieces than its shipment.");
        verdict.Same(
            content.GrossMinor, content.Taxes.Sum(static tax => tax.NetMinor + tax.TaxMinor),
            $"{id}: taxes of invoice {content.RequestId}");
        verdict.Same(
            content.GrossMinor, content.Lines.Sum(static line => line.NetMinor + line.TaxMinor),
            $"{id}: lines of invoice {content.RequestId}");
    }

    private void Apply(OrderEvent.Invoiced invoiced)
    {
        var invoice = Invoices.GetValueOrDefault(invoiced.RequestId);
        if (invoice is null || invoice.Number is not null)
        {
            verdict.Fail($"{id}: {invoiced.RequestId} gets number {invoiced.Number} without asking, or again.");
            return;
        }

        invoice.Number = invoiced.Number;
    }

    private void Settle(string number, long amountMinor, long openMinor)
    {
        var invoice = Invoices.Values.FirstOrDefault(invoice => invoice.Number == number);
        if (invoice is null)
        {
            verdict.Fail($"{id}: invoice {number} is settled and is none of this order.");
            return;
        }

        invoice.SettledMinor += amountMinor;
        verdict.Require(
            invoice.SettledMinor >= 0 && invoice.SettledMinor <= invoice.Content.GrossMinor,
            $"{id}: {number} is settled by {invoice.SettledMinor} of {invoice.Content.GrossMinor}.");
        verdict.Same(
            invoice.Content.GrossMinor - invoice.SettledMinor, openMinor, $"{id}: open of {number}");
    }

    private void Apply(OrderEvent.Cancelled cancelled)
    {
        if (cancelled.RequestId is { } request)
            Requests.Add(request);

        foreach (var (lineId, _, quantity) in cancelled.Lines)
        {
            Lines[lineId].Cancelled += quantity;
            CheckOpen(lineId);
        }

        if (cancelled.Whole)
            End();
        else if (Lines.Values.All(static line => line.Open == 0))
            Holds.Clear();
    }

    private void CheckOpen(string lineId) => verdict.Require(
        Lines[lineId].Open >= 0, $"{id}: of line {lineId} more is shipped and cancelled than was ordered.");

    private void Take(OrderContent content, long totalMinor, string account)
    {
        (Content, TotalMinor, Account) = (content, totalMinor, account);
        Versions.Add(content.UpdatedAt);
    }

    private void End()
    {
        verdict.Require(!IsOver, $"Order {id} ends twice.");
        IsOver = true;
        Holds.Clear();
    }
}

/// <summary>Pieces of a line.</summary>
internal sealed class OrderLineModel(string sku, int ordered)
{
    public string Sku => sku;

    public int Ordered => ordered;

    public int Shipped { get; set; }

    public int Cancelled { get; set; }

    public int Open => Ordered - Shipped - Cancelled;
}

/// <summary>An invoice from the order's side.</summary>
internal sealed class InvoiceModel(InvoiceContent content)
{
    public InvoiceContent Content => content;

    public string? Number { get; set; }

    public long SettledMinor { get; set; }
}
