using System.Threading.Channels;
using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>
/// Shares watches between subscribers: waiting for fifty Deployments of a namespace needs as many watches as waiting for one. A collection
/// is watched from its first use until the hub is disposed.
/// </summary>
internal sealed class WatchHub(KubernetesClient client, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WatchedCollection, WatchCache> _caches = [];
    private readonly HashSet<WatchSubscription> _subscriptions = [];

    /// <summary>Subscribes to collections and starts the watches that are missing.</summary>
    public WatchSubscription Subscribe(IReadOnlyCollection<WatchedCollection> collections)
    {
        lock (_gate)
        {
            var caches = new Dictionary<GroupVersionKind, WatchCache>();
            foreach (var collection in collections)
            {
                if (!_caches.TryGetValue(collection, out var cache))
                {
                    cache = new WatchCache(client, collection, _gate, () => Notify(collection), time);
                    _caches[collection] = cache;
                }

                caches[collection.Resource.Type] = cache;
            }

            var subscription = new WatchSubscription(_gate, collections, caches, Unsubscribe);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    public async ValueTask DisposeAsync()
    {
        WatchCache[] caches;
        lock (_gate)
        {
            caches = [.. _caches.Values];
            _caches.Clear();
        }

        await Task.WhenAll(caches.Select(c => c.DisposeAsync().AsTask()));
    }

    private void Notify(WatchedCollection collection)
    {
        lock (_gate)
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Notify(collection);
            }
        }
    }

    private void Unsubscribe(WatchSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }
}

/// <summary>A subscription to collections.</summary>
internal sealed class WatchSubscription(
    Lock gate,
    IReadOnlyCollection<WatchedCollection> collections,
    IReadOnlyDictionary<GroupVersionKind, WatchCache> caches,
    Action<WatchSubscription> unsubscribe
) : IAsyncDisposable
{
    // One signal can stand for many changes.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Completes when every collection has been listed, or cannot be.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(caches.Values.Select(c => c.Filled)).WaitAsync(cancellationToken);

    /// <summary>Reads a consistent view of the objects. Copy the ones you keep.</summary>
    public T Read<T>(Func<WatchView, T> read)
    {
        lock (gate)
        {
            return read(new WatchView(caches));
        }
    }

    /// <summary>Completes when something may have changed since the last call.</summary>
    public async ValueTask ChangedAsync(CancellationToken cancellationToken) => await _changes.Reader.ReadAsync(cancellationToken);

    /// <summary>Throws if the watch of a type, or of any type without an argument, has failed permanently.</summary>
    public void ThrowIfFailed(GroupVersionKind? type = null)
    {
        foreach (var (kind, cache) in caches)
        {
            if ((type is null || kind == type) && cache.Failure is { } failure)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        unsubscribe(this);
        return ValueTask.CompletedTask;
    }

    internal void Notify(WatchedCollection collection)
    {
        if (collections.Contains(collection))
        {
            _changes.Writer.TryWrite(true);
        }
    }
}
