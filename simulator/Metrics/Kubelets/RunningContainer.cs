using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>A running container with what it uses.</summary>
internal sealed class RunningContainer
{
    public required KubeObject Pod { get; init; }

    public required string Name { get; init; }

    /// <summary>The ID without the name of the container runtime.</summary>
    public required string Id { get; init; }

    public required string Image { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>CPU time in seconds since the start.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>The working set in bytes.</summary>
    public required double Memory { get; init; }

    /// <summary>The CPU limit in cores; null for none.</summary>
    public required double? CpuLimit { get; init; }

    /// <summary>The memory limit in bytes; null for none.</summary>
    public required double? MemoryLimit { get; init; }

    /// <summary>The CPU request in cores.</summary>
    public required double CpuRequest { get; init; }

    /// <summary>Periods of 100 ms since the start in which the CPU limit applied.</summary>
    public required double Periods { get; init; }

    /// <summary>Those of the periods in which the container reached its limit.</summary>
    public required double ThrottledPeriods { get; init; }

    /// <summary>Whether the container ran out of memory before its latest start.</summary>
    public required bool WasOutOfMemory { get; init; }

    /// <summary>Reads the running containers of a pod.</summary>
    public static IEnumerable<RunningContainer> Read(PodUsage pod, UsageCounters counters, DateTimeOffset now)
    {
        var specs = PodContainers.Get(pod.Pod.Spec).ToDictionary(one => one.Spec.Text("name") ?? "", one => one.Spec);
        var statuses = pod
            .Pod.Status.Objects("containerStatuses")
            .Concat(pod.Pod.Status.Objects("initContainerStatuses"))
            .ToDictionary(status => status.Text("name") ?? "");
        foreach (var usage in pod.Containers)
        {
            if (
                specs.GetValueOrDefault(usage.Name) is { } spec
                && statuses.GetValueOrDefault(usage.Name) is { } status
                && status.Time("state", "running", "startedAt") is { } start
            )
            {
                yield return Create(pod.Pod, usage, spec, status, start, counters, now);
            }
        }
    }

    private static RunningContainer Create(
        KubeObject pod,
        ContainerUsage usage,
        JsonObject spec,
        JsonObject status,
        DateTimeOffset start,
        UsageCounters counters,
        DateTimeOffset now
    )
    {
        var runtimeId = status.Text("containerID") ?? $"simulated://{pod.Uid}-{usage.Name}";
        var id = runtimeId[(runtimeId.IndexOf("://", StringComparison.Ordinal) + 3)..].Replace('/', '-');
        var limit = ReadLimit(spec, "limits", "cpu");
        var demand = usage.Cpu.ToDouble();
        var periods = limit is null ? 0 : 1 / Cgroup.Period.TotalSeconds;
        return new RunningContainer
        {
            Pod = pod,
            Name = usage.Name,
            Id = id,
            Image = status.Text("image") ?? "",
            StartedAt = start,
            CpuSeconds = counters.Advance("cpu", id, start, now, Math.Min(demand, limit ?? demand)),
            Memory = usage.Memory.ToDouble(),
            CpuLimit = limit,
            MemoryLimit = ReadLimit(spec, "limits", "memory"),
            CpuRequest = ReadLimit(spec, "requests", "cpu") ?? 0,
            Periods = counters.Advance("periods", id, start, now, periods),
            ThrottledPeriods = counters.Advance("throttled", id, start, now, demand >= limit ? periods : 0),
            WasOutOfMemory = status.Text("lastState", "terminated", "reason") == "OOMKilled",
        };
    }

    private static double? ReadLimit(JsonObject container, string field, string resource) =>
        container.Node("resources", field, resource) is { } value ? Quantity.FromJson(value).ToDouble() : null;
}
