using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Results;
using Infra.Simulator.Hosting.Virtual;

namespace Infra.Rehearsal.Running;

/// <summary>Records what pods request of each node after each check.</summary>
internal sealed class FitNodes(RehearsedCluster cluster)
{
    private readonly Dictionary<string, (VirtualNode Node, List<NodeSample> Samples)> _nodes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Adds a sample of each node.</summary>
    public void Sample(TimeSpan at)
    {
        var pods = cluster.Pods.Where(pod => pod.Pod.Node is not null).ToLookup(pod => pod.Pod.Node!, StringComparer.Ordinal);
        var lost = cluster.Cluster.LostNodes;
        foreach (var node in cluster.Cluster.Nodes)
        {
            if (!_nodes.TryGetValue(node.Uid, out var known))
            {
                _nodes[node.Uid] = known = (node, []);
                _order.Add(node.Uid);
            }

            known.Samples.Add(
                new NodeSample(
                    at,
                    node is { IsReady: true, IsUnschedulable: false } && !lost.Contains(node.Name),
                    pods[node.Name].Sum(pod => pod.Pod.CpuRequest),
                    CpuUsed: 0,
                    pods[node.Name].Sum(pod => pod.Pod.MemoryRequest),
                    pods[node.Name].CountBy(pod => pod.Service).ToDictionary()
                )
            );
        }
    }

    /// <summary>The nodes, in the order in which they were added.</summary>
    public IReadOnlyList<NodeTimeline> ToTimelines() =>
        [
            .. _order
                .Select(uid => _nodes[uid])
                .Select(one => new NodeTimeline(one.Node.Name, one.Node.Pool, one.Node.Zone, one.Node.Cores, one.Node.Memory, one.Samples)),
        ];
}
