using System.Globalization;

namespace OrderToCash.Simulation.World;

/// <summary>What happened in a run: always as one number, in words where somebody reads it.</summary>
public sealed class Trace(SimulatedTime time, TextWriter? writer)
{
    private const ulong Prime = 1099511628211UL;

    private ulong _hash = 14695981039346656037UL;

    /// <summary>True where somebody reads along; else nothing need be put into words.</summary>
    public bool IsOn => writer is not null;

    /// <summary>FNV-1a over everything that was noted: equal for equal runs.</summary>
    public ulong Hash => _hash;

    /// <summary>Notes that something of a kind happened, with what tells it from others.</summary>
    public void Note(char kind, long first, long second = 0)
    {
        Mix(kind);
        Mix(time.Now.UtcTicks);
        Mix(first);
        Mix(second);
    }

    /// <summary>Writes a line for the reader; to be called only where <see cref="IsOn"/>.</summary>
    public void Write(string text) =>
        writer?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.Now:MM-dd HH:mm:ss.ffff} {text}"));

    private void Mix(long value)
    {
        unchecked
        {
            var rest = (ulong)value;
            for (var i = 0; i < sizeof(long); i++)
            {
                _hash = (_hash ^ (rest & 0xFF)) * Prime;
                rest >>= 8;
            }
        }
    }
}
