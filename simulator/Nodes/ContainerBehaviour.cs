using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>
/// The behaviour of a simulated container. No program runs; annotations of the pod select failures. <c>fake/waiting</c> is the
/// reason for which containers keep waiting, <c>fake/not-ready</c> keeps the pod from becoming ready, <c>fake/exit-code</c> is the exit
/// code of its containers, <c>fake/delay</c> the time until they run.
/// </summary>
/// <param name="WaitingReason">The reason it never starts; null if it does.</param>
/// <param name="StartDelay">From the pod's binding to the start.</param>
/// <param name="ReadyDelay">From the start until it is ready; null for never.</param>
/// <param name="RunTime">From the start to the exit; null for a container that does not exit.</param>
/// <param name="ExitCode">The exit code.</param>
internal sealed record ContainerBehaviour(string? WaitingReason, TimeSpan StartDelay, TimeSpan? ReadyDelay, TimeSpan? RunTime, int ExitCode)
{
    /// <summary>Whether its exit ends the pod whatever the restart policy.</summary>
    public bool EndsPod { get; init; }

    /// <summary>Reads a container's behaviour from its pod.</summary>
    public static ContainerBehaviour FromPod(Pod pod, JsonObject container, ContainerRole role, KubeletOptions options)
    {
        var annotations = pod.Annotations;
        int? exitCode = annotations.TryGetValue("fake/exit-code", out var code) && int.TryParse(code, out var parsed) ? parsed : null;
        var delay =
            annotations.TryGetValue("fake/delay", out var text) && GoDuration.TryParse(text, out var start) ? start : (TimeSpan?)null;
        var behaviour = new ContainerBehaviour(
            annotations.GetValueOrDefault("fake/waiting"),
            delay ?? options.StartLatency,
            annotations.ContainsKey("fake/not-ready") ? null : GetReadyDelay(container, options),
            GetRunTime(pod, role, exitCode, options),
            exitCode ?? 0
        );
        behaviour = options.Behaviour?.Invoke(pod, behaviour) ?? behaviour;
        return options.Fault?.Invoke(pod, container, behaviour) ?? behaviour;
    }

    private static TimeSpan? GetRunTime(Pod pod, ContainerRole role, int? exitCode, KubeletOptions options) =>
        role switch
        {
            ContainerRole.Init => options.InitTime,
            ContainerRole.Sidecar => null,
            _ when exitCode is not null => options.RunTime,
            _ => pod.RestartPolicy == "Always" ? null : options.RunTime,
        };

    // Without a probe a container is ready as soon as it runs.
    private static TimeSpan GetReadyDelay(JsonObject container, KubeletOptions options)
    {
        var (startup, readiness) = (container.Map("startupProbe"), container.Map("readinessProbe"));
        var delay = startup is null && readiness is null ? TimeSpan.Zero : options.ReadyLatency;
        return delay
            + TimeSpan.FromSeconds(Math.Max(startup.Number("initialDelaySeconds") ?? 0, readiness.Number("initialDelaySeconds") ?? 0));
    }
}
