using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>What is left of a node's pods after their eviction.</summary>
internal enum NodeEvictionResult
{
    /// <summary>None.</summary>
    Empty,

    /// <summary>Pods that terminate.</summary>
    Terminating,

    /// <summary>Pods whose eviction is refused now, mostly by a disruption budget.</summary>
    Refused,
}

/// <summary>Evicts the pods of a node, except those of DaemonSets, as <c>kubectl drain</c> does.</summary>
internal sealed class NodeEvictions(ControllerContext context, IClusterClient client)
{
    /// <summary>The wait of <c>kubectl drain</c> after a refused eviction.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly CacheIndex<Pod> _podsOnNode = context.Pods().AddIndex(pod => pod.NodeName is { } node ? [node] : []);

    /// <summary>Evicts all pods that are not being deleted.</summary>
    public NodeEvictionResult EvictAll(string node)
    {
        var result = NodeEvictionResult.Empty;
        foreach (var pod in _podsOnNode[node].Where(pod => !pod.IsFinished && pod.Source.Controller?.Kind != "DaemonSet").ToList())
        {
            if (result == NodeEvictionResult.Empty)
            {
                result = NodeEvictionResult.Terminating;
            }

            try
            {
                if (!pod.IsDeleting)
                {
                    client.Evict(pod.Namespace, pod.Name);
                }
            }
            catch (StatusException refused) when (!refused.IsNotFound)
            {
                // One refused pod does not keep the others on the node.
                result = NodeEvictionResult.Refused;
            }
        }

        return result;
    }
}
