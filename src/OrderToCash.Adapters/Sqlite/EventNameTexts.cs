using System.Runtime.InteropServices;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Copies of event names at addresses that don't move, so that binding one copies nothing.</summary>
/// <remarks>For the writer's one thread. A program has some dozen names; more are served too, but slower.</remarks>
internal sealed unsafe class EventNameTexts : IDisposable
{
    private const int MaxNames = 1024;

    private readonly Dictionary<EventName, nint> _addresses = new(ReferenceEqualityComparer.Instance);

    /// <summary>Binds a name to a statement's parameter.</summary>
    public void Bind(SqliteStatement statement, int index, EventName name)
    {
        if (_addresses.TryGetValue(name, out var address))
        {
            statement.PinnedText(index, (byte*)address, name.Utf8.Length);
            return;
        }

        statement.Text(index, name.Utf8.Span);
        if (_addresses.Count < MaxNames)
        {
            address = (nint)NativeMemory.Alloc((nuint)Math.Max(1, name.Utf8.Length));
            name.Utf8.Span.CopyTo(new Span<byte>((void*)address, name.Utf8.Length));
            _addresses.Add(name, address);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var address in _addresses.Values)
            NativeMemory.Free((void*)address);

        _addresses.Clear();
    }
}
