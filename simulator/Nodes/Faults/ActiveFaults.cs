using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Probes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes.Faults;

/// <summary>The faults in force, read from their ConfigMaps, which are deleted when they end.</summary>
internal sealed class ActiveFaults
{
    private const double Slowness = 10;

    private readonly Dictionary<string, Fault> _faults = new(StringComparer.Ordinal);
    private readonly List<Action<Fault, bool>> _handlers = [];

    public ActiveFaults(ControllerContext context)
    {
        var client = context.GetClient("fault-injector");
        var configMaps = context.Plain(GroupResource.ConfigMaps);
        var expiry = context.Queue<ObjectKey>("fault-injector", key =>
        {
            if (configMaps.Find(key) is { } expired)
            {
                client.DeleteIfExists(expired);
            }
        });
        configMaps.OnChange(change =>
        {
            var configMap = change.Latest;
            if (configMap.Namespace != Fault.Namespace || !configMap.Labels.ContainsKey(Fault.Label))
            {
                return;
            }

            if (change.After is { } current && Fault.FindProblem(current.Source.Body) is { } problem)
            {
                context.Events.Record(current.Source, EventType.Warning, "InvalidFault", problem, "fault-injector");
            }

            Update(configMap.Name, change.After is null ? null : Fault.FromJson(configMap.Source.Body));
            if (
                _faults.GetValueOrDefault(configMap.Name) is { } fault
                && (fault.Type == FaultType.KillPod ? context.Now : fault.Until) is { } until
            )
            {
                expiry.AddAfter(configMap.Key, until - context.Now);
            }
        });
    }

    /// <summary>Calls a handler for each fault that begins (with true) or ends. Call it before the loop runs.</summary>
    public void OnChange(Action<Fault, bool> handler) => _handlers.Add(handler);

    /// <summary>The faults of a type, by name.</summary>
    public IEnumerable<Fault> Get(FaultType type) =>
        _faults.Values.Where(fault => fault.Type == type).OrderBy(fault => fault.Name, StringComparer.Ordinal);

    /// <summary>Whether a node does not reach the control plane.</summary>
    public bool IsSilent(Node node) => _faults.Values.Any(fault => Silences(fault, node));

    /// <summary>Whether all nodes of a zone are stopped.</summary>
    public bool HasLost(string zone) => _faults.Values.Any(fault => fault.Type == FaultType.LoseZone && fault.Target == zone);

    /// <summary>Whether the fault keeps a node from the control plane.</summary>
    public static bool Silences(Fault fault, Node node) =>
        fault.Type switch
        {
            FaultType.StopNode or FaultType.Partition => fault.Target == node.Name,
            FaultType.LoseZone => fault.Target == node.Zone,
            _ => false,
        };

    /// <summary>Whether the fault changes how a pod's containers behave.</summary>
    public static bool Affects(Fault fault, Pod pod) =>
        fault.Type switch
        {
            FaultType.SlowNode => fault.Target == pod.NodeName,
            FaultType.FailPulls => pod.Containers.Any(container => Pulls(fault, container)),
            FaultType.FailProbe => $"{pod.Namespace}/{pod.Name}".StartsWith(fault.Target, StringComparison.Ordinal),
            _ => false,
        };

    /// <summary>Changes a container's behaviour by the faults in force.</summary>
    public ContainerBehaviour Apply(Pod pod, JsonObject container, ContainerBehaviour behaviour)
    {
        foreach (var fault in _faults.Values.Where(fault => Affects(fault, pod)))
        {
            behaviour = fault.Type switch
            {
                FaultType.SlowNode => behaviour with { StartDelay = behaviour.StartDelay * Slowness },
                FaultType.FailPulls when Pulls(fault, container) => behaviour with { WaitingReason = "ImagePullBackOff" },
                FaultType.FailProbe => behaviour with { Readiness = ProbeAnswers.AlwaysFail },
                _ => behaviour,
            };
        }

        return behaviour;
    }

    private static bool Pulls(Fault fault, JsonObject container) =>
        (container.Text("image") ?? "").StartsWith(fault.Target, StringComparison.Ordinal);

    private void Update(string name, Fault? fault)
    {
        if (_faults.Remove(name, out var before))
        {
            Notify(before, isActive: false);
        }

        if (fault is not null)
        {
            _faults[name] = fault;
            Notify(fault, isActive: true);
        }
    }

    private void Notify(Fault fault, bool isActive)
    {
        foreach (var handler in _handlers)
        {
            handler(fault, isActive);
        }
    }
}
