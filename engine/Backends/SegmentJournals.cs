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
        Delete(location);
        return new Target(store, location, 0);
    }

    public IJournalTarget Append(string location) => new Target(store, location, FindIndexes(location).DefaultIfEmpty(-1).Max() + 1);

    /// <summary>Deletes the first segment, without which there is no journal, and then the others.</summary>
    public void Delete(string location)
    {
        foreach (var index in FindIndexes(location).Order())
        {
            store.Delete(Segment(location, index));
        }
    }

    public void Move(string location, string target)
    {
        if (Read(location) is { } content)
        {
            store.Write(target, content);
            Delete(location);
        }
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

    private sealed class Target(IStateStore store, string location, int index) : IJournalTarget
    {
        private readonly MemoryStream _pending = new();
        private readonly MemoryStream _segment = new();
        private int _index = index;
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
            try
            {
                var condition = _version is null ? WriteCondition.IfAbsent : WriteCondition.IfVersion(_version);
                _version = store.Write(Segment(location, _index), _segment.ToArray(), condition);
            }
            catch (StateConflictException error)
            {
                throw new StateException(
                    $"{location}: another update has taken over the stack: this one stops; look at the other one before you run it again",
                    error
                );
            }
        }
    }
}
