using Infra.Rehearsal.Requests;

namespace Infra.Rehearsal.Running;

/// <summary>
/// What the pods of services use of a node in a step. A pod can have what the others leave, and in any case its share by CPU requests.
/// </summary>
internal sealed class NodeUse(double cores)
{
    private double _used;
    private double _requested;

    /// <summary>Sums the outcomes of pods by the numbers of their nodes.</summary>
    public static IReadOnlyList<NodeUse> Sum(CapacityView view, RequestOutcome outcome)
    {
        var nodes = new List<NodeUse>();
        for (var i = 0; i < view.Pods.Count; i++)
        {
            var pod = view.Pods[i];
            if (view.NodeNumbers[i] == nodes.Count)
            {
                nodes.Add(new NodeUse(view.NodeCores.GetValueOrDefault(pod.Node)));
            }

            var node = nodes[view.NodeNumbers[i]];
            node._used += StepTotals.GetCores(pod, outcome.Pods[i]);
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
