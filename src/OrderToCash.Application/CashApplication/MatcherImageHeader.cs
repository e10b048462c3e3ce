using OrderToCash.Application.Publishers;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.CashApplication;

/// <summary>What an image of the matcher is of: the program's layouts, the journal, and how far it was read.</summary>
/// <param name="Positions">By shard: the last event that is in the image.</param>
/// <param name="Seals">By shard: the seal at or behind that event.</param>
internal sealed record MatcherImageHeader(Guid Journal, long[] Positions, ShardSeal[] Seals)
{
    /// <summary>"O2CMATCH" as it is read by a machine of this byte order; another one reads another number.</summary>
    private const long Mark = 0x4843_5441_4D43_324F;

    public void WriteTo(ImageWriter image)
    {
        image.Int64(Mark);
        image.Int64(MatchFeed.ImageVersion);
        image.Array<byte>(Journal.ToByteArray());
        image.Array<long>(Positions);
        foreach (var seal in Seals)
        {
            image.Int64(seal.Position);
            image.Array(seal.Chain.Span);
        }
    }

    /// <summary>Reads it where it is of this journal and this program; else says why it isn't.</summary>
    public static MatcherImageHeader? Read(ImageReader image, JournalInfo journal, out string problem)
    {
        problem = "";
        var mark = image.Int64();
        if (mark != Mark)
            problem = "it is no image of the matcher on a machine like this one";
        else if (image.Int64() is var version && version != MatchFeed.ImageVersion)
            problem = $"it has version {version}, and this program writes {MatchFeed.ImageVersion}";
        if (problem.Length > 0)
            return null;
        var id = new Guid(image.Array<byte>());
        var positions = image.Array<long>();
        if (id != journal.Id || positions.Length != journal.ShardCount)
        {
            problem = $"it is of journal {id} with {positions.Length} shards, and this one is {journal.Id} with "
                + $"{journal.ShardCount}";
            return null;
        }

        var seals = new ShardSeal[positions.Length];
        for (var shard = 0; shard < seals.Length; shard++)
            seals[shard] = new ShardSeal(image.Int64(), image.Array<byte>());
        return new MatcherImageHeader(id, positions, seals);
    }
}
