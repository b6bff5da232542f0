using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Autoscaling;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Metrics;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;
using Infra.Simulator.Time;

namespace Infra.Simulator.Hosting.Virtual;

/// <summary>
/// A whole cluster in this process under a virtual clock: API, controllers, scheduler, nodes and autoscalers. Time stands still between
/// calls. Containers of services use what <see cref="GetRecording"/> is told; all others what their annotations say. What is not read
/// is not written: managed fields, and measurements in the status of autoscalers that change no decision.
/// </summary>
public sealed class VirtualCluster : IDisposable
{
    /// <summary>How long the wait for a part of the cluster itself may take.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly VirtualClock _clock;
    private readonly ControlLoop _loop;
    private readonly VirtualState _state;
    private readonly RecordedMetrics _metrics;
    private readonly ObjectApplication _application;
    private readonly WatchStream _events;
    private int _faults;

    /// <summary>Creates a cluster and its nodes.</summary>
    public VirtualCluster(VirtualClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _clock = new VirtualClock(options.Start);
        var memory = new InMemoryCluster(_clock, new IdentitySource(options.Seed), recordsManagers: false);
        Client = memory.Client;
        ClusterBootstrap.Run(Client);
        var context = new ControllerContext(Client, _clock, memory.Identities, ComponentFailure.Throw);
        _state = new VirtualState(context);
        _metrics = new RecordedMetrics(_clock, new SimulatedMetrics(new UsageModel(Client, _clock)));
        _events = Client.Watch(GroupResource.Events);
        var plane = new ControlPlane(
            _clock,
            memory.Identities,
            new ControlPlaneOptions
            {
                Nodes = new NodePoolOptions { Count = 0 },
                AutoscaledPools =
                [
                    .. options
                        .Pools.Where(pool => pool.Min < pool.Max)
                        .Select(pool => new AutoscaledPool(pool.Pool.Name, pool.Min, pool.Max, pool.StartUp)),
                ],
                CertificateAuthority = "-----BEGIN CERTIFICATE-----",
                HasZonalVolumes = true,
                Metrics = _metrics,
                WritesMeasurements = false,
                OnFailure = ComponentFailure.Throw,
            }
        );
        _loop = plane.Start(context, Client);
        _application = new ObjectApplication(Client, condition => AdvanceUntil(condition, _patience));
        foreach (var pool in options.Pools)
        {
            Client.Create(GroupResource.ConfigMaps, pool.Pool.ToJson());
        }

        _loop.RunReady();
    }

    /// <summary>The API of the cluster.</summary>
    public IClusterClient Client { get; }

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Grows with each change of a pod, a node, or the number of pods that an autoscaler asks for.</summary>
    public long Version => _state.Version;

    /// <summary>The pods, in the order of their creation.</summary>
    public IReadOnlyList<VirtualPod> Pods => _state.Pods;

    /// <summary>The nodes, in the order of their creation.</summary>
    public IReadOnlyList<VirtualNode> Nodes => _state.Nodes;

    /// <summary>The HorizontalPodAutoscalers by namespace and name.</summary>
    public IReadOnlyList<VirtualAutoscaler> Autoscalers => _state.Autoscalers;

    /// <summary>
    /// Creates objects in their order, within the cluster's admission. Time advances where an object needs something that a controller
    /// makes, such as the service account of a namespace.
    /// </summary>
    /// <returns>The objects that are refused.</returns>
    public IReadOnlyList<RefusedObject> Apply(IEnumerable<JsonObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return [.. objects.Select(_application.Apply).OfType<RefusedObject>()];
    }

    /// <summary>Advances the time. All work that becomes due is done.</summary>
    public void Advance(TimeSpan duration) => _loop.RunFor(_clock, duration);

    /// <summary>Advances the time until a condition holds or a time has passed; returns whether it holds.</summary>
    public bool AdvanceUntil(Func<bool> condition, TimeSpan atMost) => _loop.RunUntil(_clock, condition, Now + atMost);

    /// <summary>Begins a fault; returns its name.</summary>
    /// <param name="type">What it does.</param>
    /// <param name="target">The node, the zone, the start of an image's name, or <c>NAMESPACE/POD</c>.</param>
    /// <param name="duration">How long it lasts; null for a fault without end.</param>
    public string BeginFault(FaultType type, string target, TimeSpan? duration = null)
    {
        var name = $"fault-{(++_faults).ToString(CultureInfo.InvariantCulture)}";
        Client.Create(GroupResource.ConfigMaps, new Fault(name, type, target, Now + duration).ToJson());
        _loop.RunReady();
        return name;
    }

    /// <summary>Ends a fault, unless it has ended.</summary>
    public void EndFault(string name)
    {
        if (Client.Find(GroupResource.ConfigMaps, Fault.Namespace, name) is not null)
        {
            Client.Delete(GroupResource.ConfigMaps, Fault.Namespace, name);
            _loop.RunReady();
        }
    }

    /// <summary>The nodes that a fault has stopped or cut off, whether or not that has been noticed.</summary>
    public IReadOnlySet<string> LostNodes =>
        Client
            .List(GroupResource.ConfigMaps, Fault.Namespace)
            .Items.Where(map => map.Labels.ContainsKey(Fault.Label))
            .Select(map => Fault.FromJson(map.Body))
            .OfType<Fault>()
            .SelectMany(fault => _state.Views.Where(node => ActiveFaults.Silences(fault, node)))
            .Select(node => node.Name)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>What a pod is recorded to use, which autoscalers see; until it is, the cluster simulates its use.</summary>
    /// <param name="pod">The UID of the pod.</param>
    public PodRecording GetRecording(string pod) => _metrics.Get(pod);

    /// <summary>Forgets what pods that no longer exist have used.</summary>
    public void ForgetUse(string pod) => _metrics.Forget(pod);

    /// <summary>The events since the last call.</summary>
    public IReadOnlyList<VirtualEvent> TakeEvents()
    {
        var events = new List<VirtualEvent>();
        while (_events.TryRead(out var change))
        {
            if (change.Type == WatchEventType.Deleted)
            {
                continue;
            }

            var body = change.Item.Body;
            events.Add(
                new VirtualEvent(
                    body.Time("lastTimestamp") ?? Now,
                    body.Text("involvedObject", "namespace") ?? "",
                    body.Text("involvedObject", "kind") ?? "",
                    body.Text("involvedObject", "name") ?? "",
                    body.Text("reason") ?? "",
                    body.Text("message") ?? "",
                    body.Text("type") == "Warning"
                )
            );
        }

        return events;
    }

    /// <inheritdoc/>
    public void Dispose() => _loop.Dispose();
}
