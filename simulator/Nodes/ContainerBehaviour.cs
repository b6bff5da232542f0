using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes;

/// <summary>The part a container plays in its pod.</summary>
internal enum ContainerRole
{
    /// <summary>One of <c>spec.containers</c>.</summary>
    Main,

    /// <summary>An init container: the next one starts when it has ended.</summary>
    Init,

    /// <summary>An init container that is restarted always: the next one starts when it has started.</summary>
    Sidecar,
}

/// <summary>
/// What a simulated container does. Nothing really runs: the image's tag and annotations of the pod say how it goes. Tags: one containing <c>bad</c> cannot be pulled;
/// <c>unready</c> never gets ready; one containing <c>fail</c> ends with code 1 where the pod is meant to end (<c>fail-index-N</c>: only at completion index N); <c>long</c>
/// never ends. Annotations: <c>fake/waiting</c> is the reason for which containers wait for ever, <c>fake/not-ready</c> keeps the pod from getting ready,
/// <c>fake/exit-code</c> is the code its containers end with, <c>fake/delay</c> the time until they run.
/// </summary>
/// <param name="WaitingReason">Why it never starts; null where it does.</param>
/// <param name="StartDelay">From the pod's binding to the start.</param>
/// <param name="ReadyDelay">From its start until it is ready; null for never.</param>
/// <param name="RunTime">How long it runs; null for ever.</param>
/// <param name="ExitCode">What it ends with.</param>
internal sealed record ContainerBehaviour(string? WaitingReason, TimeSpan StartDelay, TimeSpan? ReadyDelay, TimeSpan? RunTime, int ExitCode)
{
    private const string IndexAnnotation = "batch.kubernetes.io/job-completion-index";

    /// <summary>What a container does.</summary>
    public static ContainerBehaviour Of(Pod pod, JsonObject container, ContainerRole role, KubeletOptions options)
    {
        var tag = TagOf(container.Text("image") ?? "");
        var annotations = pod.Annotations;
        int? exitCode = annotations.TryGetValue("fake/exit-code", out var code) && int.TryParse(code, out var parsed) ? parsed : null;
        var waiting = annotations.GetValueOrDefault("fake/waiting") ?? (tag.Contains("bad", StringComparison.Ordinal) ? "ImagePullBackOff" : null);
        var delay = annotations.TryGetValue("fake/delay", out var text) ? GoDuration.TryParse(text) : null;
        return new ContainerBehaviour(
            waiting,
            delay ?? options.StartLatency,
            tag == "unready" || annotations.ContainsKey("fake/not-ready") ? null : ReadyDelayOf(container, options),
            RunTimeOf(pod, role, tag, exitCode, options),
            exitCode ?? (Fails(pod, tag) && (role != ContainerRole.Main || pod.RestartPolicy != "Always") ? 1 : 0));
    }

    private static TimeSpan? RunTimeOf(Pod pod, ContainerRole role, string tag, int? exitCode, KubeletOptions options) => role switch
    {
        ContainerRole.Init => options.InitTime,
        ContainerRole.Sidecar => null,
        _ when exitCode is not null => options.RunTime,
        _ => pod.RestartPolicy == "Always" || tag == "long" ? null : options.RunTime,
    };

    private static bool Fails(Pod pod, string tag)
    {
        const string IndexPrefix = "fail-index-";
        var at = tag.IndexOf(IndexPrefix, StringComparison.Ordinal);
        return at < 0
            ? tag.Contains("fail", StringComparison.Ordinal)
            : pod.Annotations.GetValueOrDefault(IndexAnnotation) == tag[(at + IndexPrefix.Length)..];
    }

    // Without a probe a container is ready as soon as it runs.
    private static TimeSpan ReadyDelayOf(JsonObject container, KubeletOptions options)
    {
        var (startup, readiness) = (container.Map("startupProbe"), container.Map("readinessProbe"));
        var delay = startup is null && readiness is null ? TimeSpan.Zero : options.ReadyLatency;
        return delay + TimeSpan.FromSeconds(Math.Max(startup.Number("initialDelaySeconds") ?? 0, readiness.Number("initialDelaySeconds") ?? 0));
    }

    private static string TagOf(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[(colon + 1)..] : "latest";
    }
}
