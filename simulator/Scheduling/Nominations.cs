using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>The nodes that pods are nominated to, where victims of their preemption terminate or their volumes are being bound.</summary>
internal sealed class Nominations
{
    private readonly Dictionary<ObjectKey, (string Node, PodRequirements Pod)> _nodes = [];

    /// <summary>The node that a pod is nominated to; null for none.</summary>
    public string? Find(ObjectKey pod) => _nodes.TryGetValue(pod, out var nominated) ? nominated.Node : null;

    /// <summary>Nominates a pod to a node.</summary>
    public void Set(PodRequirements pod, string node) => _nodes[pod.Pod.Key] = (node, pod);

    /// <summary>Takes over the nomination in a pod's status: one from before a restart, or another component's.</summary>
    public void Adopt(Pod pod)
    {
        if (pod.Source.Status.Text("nominatedNodeName") is { Length: > 0 } node)
        {
            _nodes.TryAdd(pod.Key, (node, new PodRequirements(pod)));
        }
    }

    /// <summary>Ends the nomination of a pod, if it has one.</summary>
    public void Remove(ObjectKey pod) => _nodes.Remove(pod);

    /// <summary>Ends the nominations of pods of lower priority to a node, and returns the pods by name.</summary>
    public IReadOnlyList<ObjectKey> Withdraw(string node, long priority)
    {
        var pods = _nodes.Where(n => n.Value.Node == node && n.Value.Pod.Priority < priority).Select(n => n.Key).ToList();
        pods.ForEach(pod => _nodes.Remove(pod));
        return [.. pods.OrderBy(pod => pod.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Returns the nodes as a pod sees them: occupied by nominated pods of at least its priority, too.</summary>
    public NodeView Occupy(NodeView nodes, PodRequirements pod)
    {
        if (_nodes.Count == 0)
        {
            return nodes;
        }

        var others = _nodes
            .Where(n => n.Key != pod.Pod.Key && n.Value.Pod.Priority >= pod.Priority)
            .Select(n => n.Value)
            .GroupBy(n => n.Node, n => n.Pod);
        foreach (var nominated in others)
        {
            nodes = nodes.Find(nominated.Key) is { } node ? nodes.With(node, nominated) : nodes;
        }

        return nodes;
    }
}
