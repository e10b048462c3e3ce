using System.Collections.Immutable;
using System.Text;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Queries;

/// <summary>Replays every entity of one kind, shard by shard, and keeps what is asked of each.</summary>
/// <remarks>
/// An entity lives on one shard, so shards are read in parallel. Events of other kinds are skipped by the first bytes
/// of their entity's name. States of one shard are in memory at a time for each reader. May run beside a writer: each
/// shard is seen as it was when its end was reached.
/// </remarks>
public static class EntityScan
{
    private const int PageEvents = 8192;

    /// <summary>Hands each entity's state to <paramref name="select"/>, and returns what it made of them.</summary>
    /// <param name="readers">So many shards are read at a time; hand in the number of cores.</param>
    /// <param name="isOver">
    /// Tells states that no later event matters for: they are selected at once and forgotten, which saves memory.
    /// </param>
    /// <param name="select">Null leaves the entity out. Called by several threads.</param>
    public static async Task<ImmutableArray<TResult>> RunAsync<TState, TResult>(
        IJournal journal, EntityKind kind, int readers, Func<TState, bool> isOver, Func<TState, TResult?> select,
        CancellationToken cancellationToken)
        where TState : class
        where TResult : class
    {
        var results = new ImmutableArray<TResult>[journal.Info.ShardCount];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = readers, CancellationToken = cancellationToken,
        };
#pragma warning disable RS0030 // A query for a person, at the edge: no engine runs here that a thread could disturb.
        await Parallel.ForAsync(0, results.Length, options, async (shard, token) =>
        {
            var reader = new Reader<TState, TResult>(kind, isOver, select);
            var position = -1L;
            for (var last = 0L; last != position;)
            {
                position = last;
                last = await journal.ReadShardAsync(shard, position, PageEvents, reader, token).ConfigureAwait(false);
            }

            results[shard] = reader.Finish();
        }).ConfigureAwait(false);
#pragma warning restore RS0030
        return [.. results.SelectMany(static found => found)];
    }

    private sealed class Reader<TState, TResult> : IEventSink
        where TState : class
        where TResult : class
    {
        private readonly EntityKind _kind;
        private readonly Func<TState, bool> _isOver;
        private readonly Func<TState, TResult?> _select;
        private readonly byte[] _prefix;
        private readonly ImmutableArray<TResult>.Builder _results = ImmutableArray.CreateBuilder<TResult>();

        /// <summary>Null where the entity is over.</summary>
        private readonly Dictionary<string, object?> _states = new(StringComparer.Ordinal);

        public Reader(EntityKind kind, Func<TState, bool> isOver, Func<TState, TResult?> select)
        {
            _kind = kind;
            _isOver = isOver;
            _select = select;
            _prefix = Encoding.UTF8.GetBytes(kind.Name + "/");
        }

        public void OnEvent(in EventRow row)
        {
            if (!row.Entity.StartsWith(_prefix))
            {
                return;
            }

            var id = Encoding.UTF8.GetString(row.Entity[_prefix.Length..]);
            if (!_states.TryGetValue(id, out var state))
            {
                state = _kind.Initial(id);
            }
            else if (state is null)
            {
                return;
            }

            state = _kind.Evolve(state, _kind.Decode(row.Name, row.Version, row.Payload));
            _states[id] = state;
            if (state is TState known && _isOver(known))
            {
                Take(known);
                _states[id] = null;
            }
        }

        public ImmutableArray<TResult> Finish()
        {
            foreach (var state in _states.Values)
            {
                if (state is TState known)
                {
                    Take(known);
                }
            }

            return _results.DrainToImmutable();
        }

        private void Take(TState state)
        {
            if (_select(state) is { } result)
            {
                _results.Add(result);
            }
        }
    }
}
