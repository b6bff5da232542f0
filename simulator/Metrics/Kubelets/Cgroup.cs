using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>The level of a control group.</summary>
internal enum CgroupLevel
{
    Container,
    Pod,
    Node,
}

/// <summary>A control group as cAdvisor measures it: a container, a pod, or the whole node.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Labels">The encoded labels of its metrics.</param>
/// <param name="Containers">The containers in it.</param>
internal sealed record Cgroup(CgroupLevel Level, byte[] Labels, IReadOnlyList<RunningContainer> Containers)
{
    /// <summary>The period of CPU limits, the kernel's default.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>CPU time in seconds.</summary>
    public double CpuSeconds { get; } = Containers.Sum(container => container.CpuSeconds);

    /// <summary>The working set in bytes.</summary>
    public double Memory { get; } = Containers.Sum(container => container.Memory);

    /// <summary>The CPU limit in cores; null unless each container has one.</summary>
    public double? CpuLimit { get; } = Sum(Containers, container => container.CpuLimit);

    /// <summary>The memory limit in bytes; null unless each container has one.</summary>
    public double? MemoryLimit { get; } = Sum(Containers, container => container.MemoryLimit);

    /// <summary>The control groups of a node: itself, its pods, their containers.</summary>
    public static IEnumerable<Cgroup> Create(IEnumerable<IReadOnlyList<RunningContainer>> pods)
    {
        var all = pods.Where(pod => pod.Count > 0).ToList();
        yield return new Cgroup(CgroupLevel.Node, Encode("", "/", "", "", null), [.. all.SelectMany(pod => pod)]);
        foreach (var pod in all)
        {
            var path = GetPath(pod[0].Pod);
            yield return new Cgroup(CgroupLevel.Pod, Encode("", path, "", "", pod[0].Pod), pod);
            foreach (var one in pod)
            {
                yield return new Cgroup(CgroupLevel.Container, Encode(one.Name, $"{path}/{one.Id}", one.Image, one.Id, one.Pod), [one]);
            }
        }
    }

    private static string GetPath(KubeObject pod)
    {
        var qos = pod.Status.Text("qosClass") ?? "BestEffort";
        return qos == "Guaranteed" ? $"/kubepods/pod{pod.Uid}" : $"/kubepods/{qos.ToLowerInvariant()}/pod{pod.Uid}";
    }

    private static byte[] Encode(string container, string id, string image, string name, KubeObject? pod) =>
        MetricsWriter.Encode(
            ("container", container),
            ("id", id),
            ("image", image),
            ("name", name),
            ("namespace", pod?.Namespace ?? ""),
            ("pod", pod?.Name ?? "")
        );

    private static double? Sum(IReadOnlyList<RunningContainer> containers, Func<RunningContainer, double?> limit) =>
        containers.Count > 0 && containers.All(container => limit(container) is not null)
            ? containers.Sum(container => limit(container))
            : null;
}
