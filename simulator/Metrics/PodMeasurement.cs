using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics;

/// <summary>Measures one pod. Containers share the values of their pod in proportion to their requests.</summary>
internal static class PodMeasurement
{
    private const string Cpu = "cpu";
    private const string Memory = "memory";
    private static readonly Quantity IdleCpu = Quantity.FromMilli(1);
    private static readonly Quantity OneByte = Quantity.FromWhole(1, QuantityFormat.BinarySI);
    private static readonly Quantity IdleMemory = Quantity.FromWhole(16 * 1024 * 1024, QuantityFormat.BinarySI);

    /// <summary>Measures a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="containers">Its containers that have been measured.</param>
    /// <param name="set">The values that the user has set for it.</param>
    /// <param name="behaviour">What its behaviour says.</param>
    /// <param name="at">The time of the measurement.</param>
    public static PodUsage Measure(
        KubeObject pod,
        IReadOnlyList<JsonObject> containers,
        IReadOnlyDictionary<string, Quantity> set,
        BehaviourUsage behaviour,
        DateTimeOffset at
    )
    {
        var values = new Dictionary<string, Quantity>(set, StringComparer.Ordinal);
        foreach (var (metric, value) in behaviour.GetMetrics())
        {
            values.TryAdd(metric, value);
        }

        var cpu = GetUsage(containers, Cpu, values, IdleCpu, behaviour, at);
        var memory = GetUsage(containers, Memory, values, IdleMemory, behaviour, at);
        return new PodUsage(
            pod,
            [.. containers.Select((container, i) => new ContainerUsage(container.Text("name") ?? "", cpu[i], memory[i]))],
            values
        );
    }

    /// <summary>The containers that run at a time.</summary>
    public static IReadOnlyList<JsonObject> GetContainers(KubeObject pod, DateTimeOffset at)
    {
        var running = GetStarts(pod)
            .Where(status => status.StartedAt <= at)
            .Select(status => status.Container)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. pod
                .Spec.Objects("containers")
                .Concat(pod.Spec.Objects("initContainers"))
                .Where(container => running.Contains(container.Text("name"))),
        ];
    }

    /// <summary>When the latest of the running containers started; null if none runs.</summary>
    public static DateTimeOffset? FindLatestStart(KubeObject pod) => GetStarts(pod).Max(status => status.StartedAt);

    private static IEnumerable<(string? Container, DateTimeOffset? StartedAt)> GetStarts(KubeObject pod) =>
        pod
            .Status.Objects("containerStatuses")
            .Concat(pod.Status.Objects("initContainerStatuses"))
            .Select(status => (status.Text("name"), status.Time("state", "running", "startedAt")));

    private static List<Quantity> GetUsage(
        IReadOnlyList<JsonObject> containers,
        string resource,
        Dictionary<string, Quantity> values,
        Quantity idle,
        BehaviourUsage behaviour,
        DateTimeOffset at
    )
    {
        if (values.Remove(resource, out var set))
        {
            return Spread(containers, resource, set, idle);
        }

        var shares = Spread(containers, resource, behaviour.FindTotal(resource, values), idle);
        return [.. shares.Select((share, i) => behaviour.Adjust(containers[i], resource, share, at))];
    }

    private static List<Quantity> Spread(IReadOnlyList<JsonObject> containers, string resource, Quantity? total, Quantity idle)
    {
        if (total is not { } value)
        {
            return [.. containers.Select(_ => idle)];
        }

        List<long> requests =
        [
            .. containers.Select(container => Quantity.FromJson(container.Node("resources", "requests", resource)).MilliValue),
        ];
        var sum = requests.SumClamped();
        var shares = requests.Select(request => sum == 0 ? value.Scale(1, requests.Count) : value.Scale(request, sum));
        return [.. resource == Memory ? shares.Select(share => share.RoundUpTo(OneByte)) : shares];
    }
}
