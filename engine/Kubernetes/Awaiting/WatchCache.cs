using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>Caches the objects of a collection with one list and one watch, for any number of readers.</summary>
/// <remarks>Hold the gate while reading the contents.</remarks>
internal sealed class WatchCache : IAsyncDisposable
{
    // Servers end a watch after minutes. The pause prevents a busy loop with one that ends watches at once.
    private static readonly TimeSpan BetweenWatches = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly KubernetesClient _client;
    private readonly WatchedCollection _collection;
    private readonly Lock _gate;
    private readonly Action _onChange;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, JsonObject> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, JsonObject>> _byOwner = new(StringComparer.Ordinal);
    private readonly Task _running;
    private TimeSpan _pause;

    /// <summary>Starts to list and watch.</summary>
    /// <param name="client">The client for both requests.</param>
    /// <param name="collection">The collection to cache.</param>
    /// <param name="gate">Guards the contents.</param>
    /// <param name="onChange">Called after each change, without the gate.</param>
    /// <param name="time">The clock for pauses between attempts.</param>
    public WatchCache(KubernetesClient client, WatchedCollection collection, Lock gate, Action onChange, TimeProvider time)
    {
        _client = client;
        _collection = collection;
        _gate = gate;
        _onChange = onChange;
        _time = time;
        _running = RunAsync();
    }

    /// <summary>Completes when the collection has been listed, or cannot be.</summary>
    public Task Filled => _filled.Task;

    /// <summary>The error that ended the watch permanently, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The error of a watch that is being retried, or null.</summary>
    public string? Interruption { get; private set; }

    /// <summary>The resource version of the contents.</summary>
    public string Version { get; private set; } = "";

    public IReadOnlyCollection<JsonObject> All => _byName.Values;

    public JsonObject? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Gets the objects owned by the object with the given uid.</summary>
    public IReadOnlyCollection<JsonObject> OwnedBy(string uid) => _byOwner.TryGetValue(uid, out var owned) ? owned.Values : [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var isListed = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!isListed)
                {
                    await ListAsync();
                    isListed = true;
                }

                await FollowAsync();
                _pause = TimeSpan.Zero;
                await Task.Delay(BetweenWatches, _time, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
            catch (KubernetesApiException e) when (e.IsExpired)
            {
                isListed = false;
                await Task.Delay(BetweenWatches, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is ClusterUnreachableException or KubernetesApiException { IsTransient: true })
            {
                // API servers restart. Readers have their own timeouts. A broken watch goes on after the last event; only a server that
                // refuses it may have lost events.
                Report(interruption: e.Message);
                isListed = isListed && e is ClusterUnreachableException;
                _pause = _pause == TimeSpan.Zero ? ShortestPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
                await Task.Delay(_pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                Failure = e;
                _filled.TrySetResult();
                _onChange();
                break;
            }
        }

        _filled.TrySetResult();
    }

    private async Task ListAsync()
    {
        var path = _collection.Resource.CollectionPath(_collection.Namespace);
        var list = await _client.SendAsync(new ApiRequest(HttpMethod.Get, path) { IsRepeatable = false }, _stop.Token);
        lock (_gate)
        {
            _byName.Clear();
            _byOwner.Clear();
            foreach (var item in list.Objects("items").ToList())
            {
                // Items of a list have no apiVersion and kind.
                item["apiVersion"] ??= _collection.Resource.Type.ApiVersion;
                item["kind"] ??= _collection.Resource.Type.Kind;
                Put(item);
            }

            Version = list.Text("metadata", "resourceVersion") ?? "";
            Interruption = null;
        }

        _filled.TrySetResult();
        _onChange();
    }

    private async Task FollowAsync()
    {
        await foreach (var change in _client.WatchAsync(_collection.Resource.CollectionPath(_collection.Namespace), Version, _stop.Token))
        {
            _pause = TimeSpan.Zero;
            lock (_gate)
            {
                Interruption = null;
                Version = change.Object.Text("metadata", "resourceVersion") ?? Version;
                if (change.Type != WatchEventType.Bookmark)
                {
                    Remove(change.Object.Name());
                }

                if (change.Type is WatchEventType.Added or WatchEventType.Modified)
                {
                    Put(change.Object);
                }
            }

            _onChange();
        }
    }

    private void Report(string interruption)
    {
        lock (_gate)
        {
            Interruption = interruption;
        }

        _onChange();
    }

    private void Put(JsonObject item)
    {
        var name = item.Name();
        _byName[name] = item;
        foreach (var owner in Owners(item))
        {
            if (!_byOwner.TryGetValue(owner, out var owned))
            {
                _byOwner[owner] = owned = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
            }

            owned[name] = item;
        }
    }

    private void Remove(string name)
    {
        if (!_byName.Remove(name, out var item))
        {
            return;
        }

        foreach (var owner in Owners(item))
        {
            if (_byOwner.TryGetValue(owner, out var owned) && owned.Remove(name) && owned.Count == 0)
            {
                _byOwner.Remove(owner);
            }
        }
    }

    private static IEnumerable<string> Owners(JsonObject item) =>
        item.Objects("metadata", "ownerReferences").Select(o => o.Text("uid") ?? "").Where(uid => uid.Length > 0);
}
