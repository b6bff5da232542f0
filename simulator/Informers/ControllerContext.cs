using Infra.Simulator.Api;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Informers;

/// <summary>What the parts of a control plane share: the loop they run on, the API, the caches, the recorder of events.</summary>
internal sealed class ControllerContext
{
    private readonly Action<string, Exception> _onFailure;
    private readonly Dictionary<GroupResource, IEventSource> _caches = [];
    private readonly IClusterClient _client;

    /// <summary>A context without any controller yet.</summary>
    /// <param name="client">The cluster's API.</param>
    /// <param name="clock">The cluster's clock.</param>
    /// <param name="identities">Where arbitrary choices come from.</param>
    /// <param name="onFailure">Told what failed unexpectedly, before it is tried again.</param>
    public ControllerContext(IClusterClient client, TimeProvider clock, IdentitySource identities, Action<string, Exception> onFailure)
    {
        _client = client;
        _onFailure = onFailure;
        Loop = new ControlLoop(clock);
        Identities = identities;
        Events = new EventRecorder(client.As("event-recorder"), clock);
    }

    /// <summary>The loop everything runs on.</summary>
    public ControlLoop Loop { get; }

    /// <summary>The source of arbitrary choices.</summary>
    public IdentitySource Identities { get; }

    /// <summary>Writes Kubernetes events.</summary>
    public EventRecorder Events { get; }

    /// <summary>The present instant.</summary>
    public DateTimeOffset Now => Loop.Now;

    /// <summary>The API for a component of this name.</summary>
    public IClusterClient ClientOf(string component) => _client.As(component);

    /// <summary>The shared cache of a kind. All who ask for a kind must read it as the same type.</summary>
    public ResourceCache<T> Cache<T>(GroupResource resource, Func<KubeObject, T> read)
        where T : ObjectView
    {
        if (_caches.TryGetValue(resource, out var known))
            return (ResourceCache<T>)known;
        var cache = new ResourceCache<T>(_client, resource, read);
        _caches[resource] = cache;
        Loop.Listen(cache);
        return cache;
    }

    /// <summary>A queue of keys. A failed key comes back later, after the failure has been reported unless it is one of the API's usual answers.</summary>
    /// <param name="component">Who works on it, for the report.</param>
    /// <param name="reconcile">The work.</param>
    public WorkQueue<TKey> Queue<TKey>(string component, Action<TKey> reconcile)
        where TKey : notnull =>
        new(Loop, reconcile, (key, failure) =>
        {
            if (failure is not StatusException)
                _onFailure($"{component} {key}", failure);
            return true;
        });
}
