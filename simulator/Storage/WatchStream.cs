using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Infra.Simulator.Storage;

/// <summary>
/// A reader's position in the changes of a resource type. It retains unread events, never blocks a writer and never loses an event. Not for
/// concurrent readers.
/// </summary>
public sealed class WatchStream
{
    private readonly WatchHistory _history;
    private readonly string? _namespace;
    private WatchHistory.Entry _position;

    internal WatchStream(WatchHistory history, WatchHistory.Entry position, string? inNamespace, long version)
    {
        _history = history;
        _position = position;
        _namespace = inNamespace;
        Version = version;
    }

    /// <summary>The version up to which all events have been read.</summary>
    public long Version { get; private set; }

    /// <summary>Reads the next event, if there is one.</summary>
    public bool TryRead([NotNullWhen(true)] out WatchEvent? change)
    {
        while (_position.Next is { } next)
        {
            _position = next;
            change = next.Event!;
            Version = change.Version;
            if (_namespace is null || change.Item.Namespace == _namespace)
            {
                return true;
            }
        }
        change = null;
        return false;
    }

    /// <summary>Completes when there may be an event to read.</summary>
    public Task WaitToReadAsync(CancellationToken cancellation = default) => _history.WaitForNextAsync(_position, cancellation);

    /// <summary>Reads all further events until cancelled.</summary>
    public async IAsyncEnumerable<WatchEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            while (TryRead(out var change))
            {
                yield return change;
            }

            await WaitToReadAsync(cancellation);
        }
    }
}
