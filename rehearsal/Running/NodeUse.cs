using Infra.Rehearsal.Requests;

namespace Infra.Rehearsal.Running;

/// <summary>
/// What the pods of services use of a node in a step. A pod can have what the others leave, and in any case its share by CPU requests.
/// </summary>
internal sealed class NodeUse(double cores)
{
    private double _used;
    private double _requested;

    /// <summary>Sums the outcomes of pods by node.</summary>
    public static Dictionary<string, NodeUse> Sum(CapacityView view, RequestOutcome outcome)
    {
        var nodes = new Dictionary<string, NodeUse>(StringComparer.Ordinal);
        foreach (var pod in view.Pods)
        {
            if (!nodes.TryGetValue(pod.Node, out var node))
            {
                nodes[pod.Node] = node = new NodeUse(view.NodeCores.GetValueOrDefault(pod.Node));
            }

            node._used += outcome.Pods.TryGetValue(pod.Name, out var used) ? StepTotals.GetCores(pod, used) : 0;
            node._requested += pod.CpuRequest;
        }

        return nodes;
    }

    /// <summary>The cores that one of its pods can have.</summary>
    public double AvailableTo(PodCapacity pod, double used)
    {
        var share = _requested > 0 ? cores * pod.CpuRequest / _requested : 0;
        return Math.Max(cores - (_used - used), share);
    }
}
