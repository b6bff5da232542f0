using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>A pod of a node with its running containers.</summary>
internal sealed record NodePod(KubeObject Pod, IReadOnlyList<RunningContainer> Containers);

/// <summary>A node at one moment.</summary>
/// <param name="Node">The node.</param>
/// <param name="Pods">Its running pods.</param>
/// <param name="Now">The moment.</param>
internal sealed record KubeletSnapshot(KubeObject Node, IReadOnlyList<NodePod> Pods, DateTimeOffset Now)
{
    public static KubeletSnapshot Create(KubeObject node, UsageModel usage, UsageCounters counters, DateTimeOffset now)
    {
        counters.Prune(now);
        return new KubeletSnapshot(
            node,
            [.. usage.GetPodsOfNode(node.Name).Select(pod => new NodePod(pod.Pod, [.. RunningContainer.Read(pod, counters, now)]))],
            now
        );
    }
}
