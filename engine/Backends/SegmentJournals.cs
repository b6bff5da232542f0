using System.Globalization;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Backends;

/// <summary>
/// Stores a journal in a store whose files are written as a whole. The journal is a row of segments: the last one is replaced by itself and
/// the new lines until it is full, so that each flush is one small request. The segments are written under conditions: once another update
/// has begun its own journal, this one can store nothing any more.
/// </summary>
/// <param name="store">Stores the segments.</param>
internal sealed class SegmentJournals(IStateStore store) : IJournalStore
{
    internal const int SegmentBytes = 64 * 1024;

    public bool Exists(string location) => store.Exists(location);

    public ReadOnlyMemory<byte>? Read(string location)
    {
        if (store.Read(location) is not { } first)
        {
            return null;
        }

        var content = new MemoryStream();
        content.Write(first.Content);
        for (var index = 1; store.Read(Segment(location, index)) is { } segment; index++)
        {
            content.Write(segment.Content);
        }

        return content.ToArray();
    }

    public IJournalTarget Create(string location)
    {
        while (TryDelete(location))
        {
            // An update that has lost its lock may have added a segment before the first one was deleted. Afterwards it adds none.
        }

        return new Target(store, location, 0, first: null);
    }

    public IJournalTarget Append(string location) =>
        new Target(store, location, FindIndexes(location).DefaultIfEmpty(-1).Max() + 1, store.Read(location)?.Version);

    public void Delete(string location) => TryDelete(location);

    public void Move(string location, string target)
    {
        if (Read(location) is { } content)
        {
            store.Write(target, content);
            Delete(location);
        }
    }

    /// <summary>Deletes the first segment, without which there is no journal, and then the others.</summary>
    /// <returns>True if there were segments.</returns>
    private bool TryDelete(string location)
    {
        int[] indexes = [.. FindIndexes(location).Order()];
        foreach (var index in indexes)
        {
            store.Delete(Segment(location, index));
        }

        return indexes.Length > 0;
    }

    private static string Segment(string location, int index) =>
        index == 0 ? location : string.Create(CultureInfo.InvariantCulture, $"{location}.{index}");

    private IEnumerable<int> FindIndexes(string location) =>
        from file in store.ListFiles(location[..location.LastIndexOf('/')])
        where file.StartsWith(location, StringComparison.Ordinal)
        let suffix = file[location.Length..]
        where suffix.Length == 0 || suffix[0] == '.'
        let index = suffix.Length == 0 ? 0
        : int.TryParse(suffix.AsSpan(1), CultureInfo.InvariantCulture, out var number) ? number
        : -1
        where index >= 0
        select index;

    /// <param name="store">Stores the segments.</param>
    /// <param name="location">The location of the journal.</param>
    /// <param name="index">The segment to begin with.</param>
    /// <param name="first">The version of the first segment; null where this is the one that writes it.</param>
    private sealed class Target(IStateStore store, string location, int index, string? first) : IJournalTarget
    {
        private readonly MemoryStream _pending = new();
        private readonly MemoryStream _segment = new();
        private int _index = index;
        private string? _first = first;
        private string? _version;

        public string Location => location;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> lines, bool flush)
        {
            // Lines that need no flush may be lost, and wait for those that do.
            _pending.Write(lines.Span);
            if (flush && _pending.Length > 0)
            {
                Flush();
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Flush()
        {
            if (_segment.Length > 0 && _segment.Length + _pending.Length > SegmentBytes)
            {
                _segment.SetLength(0);
                _index++;
                _version = null;
            }

            _pending.WriteTo(_segment);
            _pending.SetLength(0);
            var isNew = _version is null;
            try
            {
                var condition = _version is null ? WriteCondition.IfAbsent : WriteCondition.IfVersion(_version);
                _version = store.Write(Segment(location, _index), _segment.ToArray(), condition);
            }
            catch (StateConflictException error)
            {
                throw TakenOver(error);
            }

            if (_index == 0)
            {
                _first = _version;
            }
            else if (isNew && store.Read(location)?.Version != _first)
            {
                // It would be read as part of the other update's journal.
                store.Delete(Segment(location, _index));
                throw TakenOver(null);
            }
        }

        private StateException TakenOver(StateConflictException? cause) =>
            new(
                $"{location}: another update has taken over the stack: this one stops; look at the other one before you run it again",
                cause
            );
    }
}
