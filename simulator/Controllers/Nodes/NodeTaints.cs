using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Nodes;

/// <summary>The taints that follow from a node's conditions.</summary>
internal static class NodeTaints
{
    private const string Prefix = "node.kubernetes.io/";

    private static readonly Taint _notReady = new(Prefix + "not-ready", "", TaintEffect.NoExecute);
    private static readonly Taint _unreachable = new(Prefix + "unreachable", "", TaintEffect.NoExecute);
    private static readonly (string Type, string Status, string Key)[] _byCondition =
    [
        ("Ready", "False", "not-ready"),
        ("Ready", "Unknown", "unreachable"),
        ("MemoryPressure", "True", "memory-pressure"),
        ("DiskPressure", "True", "disk-pressure"),
        ("NetworkUnavailable", "True", "network-unavailable"),
        ("PIDPressure", "True", "pid-pressure"),
    ];

    private static readonly HashSet<Taint> _managed =
    [
        .. _byCondition.Select(one => new Taint(Prefix + one.Key, "", TaintEffect.NoSchedule)),
        Taint.Unschedulable,
        _notReady,
        _unreachable,
    ];

    /// <summary>Whether the node lifecycle controller sets and removes the taint.</summary>
    public static bool IsManaged(Taint taint) => _managed.Contains(taint);

    /// <summary>Whether it is one of the taints that evict pods from a failed node.</summary>
    public static bool IsNoExecute(Taint taint) => taint == _notReady || taint == _unreachable;

    /// <summary>The NoSchedule taints of a node.</summary>
    public static IEnumerable<Taint> GetForConditions(Node node)
    {
        var conditions = node.Source.Status.Objects("conditions").ToList();
        foreach (var (type, status, key) in _byCondition)
        {
            if (conditions.Exists(condition => condition.Text("type") == type && condition.Text("status") == status))
            {
                yield return new Taint(Prefix + key, "", TaintEffect.NoSchedule);
            }
        }

        if (node.IsUnschedulable)
        {
            yield return Taint.Unschedulable;
        }
    }

    /// <summary>The NoExecute taint of a node that is not ready; null for one that is, or that has not reported.</summary>
    public static Taint? GetNoExecute(Node node) =>
        node.ReadyStatus switch
        {
            "False" => _notReady,
            "Unknown" => _unreachable,
            _ => null,
        };
}
