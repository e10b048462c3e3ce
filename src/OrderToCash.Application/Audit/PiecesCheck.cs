using System.Runtime.InteropServices;

namespace OrderToCash.Application.Audit;

/// <summary>Compares what stock holds for orders with what open orders want.</summary>
internal static class PiecesCheck
{
    public static void Run(IReadOnlyList<Findings> readers, Watermarks watermarks, Findings findings)
    {
        Dictionary<ulong, HeldPieces> held = [];
        foreach (var reader in readers)
        {
            foreach (var one in reader.Held)
                held[one.Key] = one;
        }

        foreach (var reader in readers)
        {
            foreach (ref readonly var wanted in CollectionsMarshal.AsSpan(reader.Wanted))
            {
                var isHeld = held.Remove(wanted.Key, out var found);
                if (found.Pieces == wanted.Pieces && found.Shelves == wanted.Shelves && wanted.Unanswered == 0)
                    continue;
                if (watermarks.IsPast(wanted.Place) || (isHeld && watermarks.IsPast(found.Place)))
                    findings.InFlight++;
                else
                    Report(wanted, isHeld, found, findings);
            }
        }

        foreach (var (_, one) in held)
        {
            if (one.Pieces == 0)
                continue;
            if (watermarks.IsPast(one.Place))
            {
                findings.InFlight++;
                continue;
            }

            findings.Break(
                Invariant.NoGhosts, one.Place, $"{one.Pieces} pieces held for an order that doesn't want them",
                "reservations of open orders only");
        }
    }

    private static void Report(in WantedPieces wanted, bool isHeld, in HeldPieces found, Findings findings)
    {
        if (wanted.Unanswered != 0)
        {
            findings.Break(
                Invariant.NothingStuck, wanted.Place,
                $"an order that waits for stock's answer about {wanted.Unanswered} pieces", "an answer on its way");
        }
        else if (found.Pieces > wanted.Pieces)
        {
            findings.Break(
                Invariant.NoGhosts, found.Place, $"{found.Pieces} pieces held for an order",
                $"the {wanted.Pieces} that it still wants");
        }
        else if (found.Pieces == wanted.Pieces)
        {
            findings.Break(
                Invariant.NoGhosts, found.Place, $"{found.Pieces} pieces held for an order in some warehouses",
                "the warehouses from which the order ships them");
        }
        else
        {
            findings.Break(
                Invariant.NothingStuck, isHeld ? found.Place : wanted.Place,
                $"{found.Pieces} pieces held for an order", $"the {wanted.Pieces} that it waits for");
        }
    }
}
