using Infra.Simulator.Api;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Informers;

/// <summary>Shared by all components of a control plane: the control loop, the API, the caches and the event recorder.</summary>
internal sealed class ControllerContext
{
    private readonly Action<ComponentFailure> _onFailure;
    private readonly Dictionary<GroupResource, IEventSource> _caches = [];
    private readonly IClusterClient _client;

    /// <summary>Creates a context without controllers.</summary>
    /// <param name="client">The API; each component gets a client under its own name.</param>
    /// <param name="clock">The clock of the loop and of events.</param>
    /// <param name="identities">The source of random choices.</param>
    /// <param name="onFailure">Called with each unexpected failure, before the retry. What it throws ends the loop.</param>
    public ControllerContext(IClusterClient client, TimeProvider clock, IdentitySource identities, Action<ComponentFailure> onFailure)
    {
        _client = client;
        _onFailure = onFailure;
        Loop = new ControlLoop(clock, failure => Report("control-loop", "a piece of work", failure));
        Identities = identities;
        Events = new EventRecorder(client.As("event-recorder"), clock);
    }

    /// <summary>The loop that all components run on.</summary>
    public ControlLoop Loop { get; }

    /// <summary>The source of random choices.</summary>
    public IdentitySource Identities { get; }

    /// <summary>The recorder of Kubernetes events.</summary>
    public EventRecorder Events { get; }

    /// <summary>The current time of the cluster's clock.</summary>
    public DateTimeOffset Now => Loop.Now;

    /// <summary>Creates a client for a component, whose name appears in managed fields.</summary>
    public IClusterClient GetClient(string component) => _client.As(component);

    /// <summary>Returns the shared cache of a resource type. All callers must use the same <typeparamref name="T"/> for it.</summary>
    public ResourceCache<T> Cache<T>(GroupResource resource, Func<KubeObject, T> read)
        where T : ObjectView
    {
        if (_caches.TryGetValue(resource, out var known))
        {
            return (ResourceCache<T>)known;
        }

        var cache = new ResourceCache<T>(this, _client, resource, read);
        _caches[resource] = cache;
        Loop.AddSource(cache);
        return cache;
    }

    /// <summary>Reports an unexpected failure of a component, which then goes on.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="subject">The object it was working on.</param>
    /// <param name="failure">The failure.</param>
    public void Report(string component, string subject, Exception failure) =>
        _onFailure(new ComponentFailure(component, subject, failure));

    /// <summary>Creates a work queue that retries failed keys. Failures other than error responses of the API are reported.</summary>
    /// <param name="component">The component's name in reports.</param>
    /// <param name="reconcile">Reconciles one key.</param>
    public WorkQueue<TKey> Queue<TKey>(string component, Action<TKey> reconcile)
        where TKey : notnull => new(Loop, reconcile, (key, failure) =>
        {
            if (failure is not StatusException)
            {
                Report(component, $"{key}", failure);
            }

            return true;
        });
}
