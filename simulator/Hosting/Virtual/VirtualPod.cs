using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Infra.Simulator.Hosting.Virtual;

/// <summary>A version of a pod of a virtual cluster.</summary>
public sealed class VirtualPod
{
    private const double Milli = 1000;

    internal VirtualPod(Pod pod, VirtualPod? before)
    {
        Source = pod.Source;
        Node = pod.NodeName;
        Annotations = pod.Annotations;
        IsReady = pod.IsReady;
        IsFinished = pod.IsFinished;
        var main = pod.Source.Spec.Objects("containers").FirstOrDefault();
        var state = pod.Source.Status.Objects("containerStatuses").FirstOrDefault(status => status.Text("name") == main.Text("name"));
        MainContainer = main.Text("name") ?? "";
        Image = main.Text("image") ?? "";
        StartedAt = state.Time("state", "running", "startedAt");
        WaitingReason = state.Text("state", "waiting", "reason");
        Restarts = state.Number("restartCount") ?? 0;
        LastExitReason = state.Text("lastState", "terminated", "reason") ?? state.Text("state", "terminated", "reason");
        if (Node is null)
        {
            var scheduled = pod.Source.Status.Objects("conditions").FirstOrDefault(one => one.Text("type") == "PodScheduled");
            UnschedulableReason = scheduled.Text("status") == "False" ? scheduled.Text("message") : null;
        }

        // The spec of a pod changes rarely, and its sums are costly.
        if (before is not null && before.Source.Generation == pod.Source.Generation)
        {
            (CpuRequest, MemoryRequest) = (before.CpuRequest, before.MemoryRequest);
            (CpuLimit, MemoryLimit) = (before.CpuLimit, before.MemoryLimit);
        }
        else
        {
            var requests = PodRequests.FromSpec(pod.Source.Spec);
            (CpuRequest, MemoryRequest) = (requests.MilliCpu / Milli, requests.Memory);
            (CpuLimit, MemoryLimit) = (ReadLimit(main, "cpu"), ReadLimit(main, "memory"));
        }
    }

    /// <summary>The pod as stored.</summary>
    public KubeObject Source { get; }

    /// <summary>Its annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; }

    /// <summary>Its name.</summary>
    public string Name => Source.Name;

    /// <summary>Its namespace.</summary>
    public string Namespace => Source.Namespace;

    /// <summary>Its UID.</summary>
    public string Uid => Source.Uid;

    /// <summary>Its node; null while it is not scheduled.</summary>
    public string? Node { get; }

    /// <summary>Whether its condition <c>Ready</c> is true.</summary>
    public bool IsReady { get; }

    /// <summary>Whether it is being deleted.</summary>
    public bool IsDeleting => Source.IsDeleting;

    /// <summary>Whether it has succeeded or failed.</summary>
    public bool IsFinished { get; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt => Source.CreationTime;

    /// <summary>Why the scheduler finds no node; null if it does, or has not tried.</summary>
    public string? UnschedulableReason { get; }

    /// <summary>The name of its first container, which is the program; others are beside it.</summary>
    public string MainContainer { get; }

    /// <summary>The image of the first container.</summary>
    public string Image { get; }

    /// <summary>When the first container started; null while it does not run.</summary>
    public DateTimeOffset? StartedAt { get; }

    /// <summary>Why the first container does not run, such as <c>ImagePullBackOff</c>; null if it runs or has ended.</summary>
    public string? WaitingReason { get; }

    /// <summary>The restarts of the first container.</summary>
    public long Restarts { get; }

    /// <summary>Why the latest run of the first container ended, such as <c>OOMKilled</c>; null if none has.</summary>
    public string? LastExitReason { get; }

    /// <summary>The cores that the pod requests, as the scheduler counts them.</summary>
    public double CpuRequest { get; }

    /// <summary>The bytes that the pod requests, as the scheduler counts them.</summary>
    public double MemoryRequest { get; }

    /// <summary>The limit of the first container in cores; null for none.</summary>
    public double? CpuLimit { get; }

    /// <summary>The limit of the first container in bytes; null for none.</summary>
    public double? MemoryLimit { get; }

    private static double? ReadLimit(JsonObject? container, string resource) =>
        container.Node("resources", "limits", resource) is { } limit ? Quantity.FromJson(limit).ToDouble() : null;
}
