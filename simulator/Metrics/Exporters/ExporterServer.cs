using System.Globalization;
using Infra.Simulator.Api;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Metrics.Kubelets;
using Infra.Simulator.Metrics.KubeState;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Exporters;

/// <summary>
/// The servers in pods. The annotation <c>fake/exporter</c>, else the label <c>app.kubernetes.io/name</c>, says which program a pod is:
/// <c>kube-state-metrics</c> or <c>node-exporter</c>. Every other pod serves its custom metrics, if it has any.
/// </summary>
internal sealed class ExporterServer(IClusterClient client, UsageModel usage, UsageCounters counters, TimeProvider time)
{
    private const string Annotation = "fake/exporter";
    private const string NameLabel = "app.kubernetes.io/name";
    private const int DefaultTelemetryPort = 8081;

    private readonly KubeStateMetricsPage _state = new(client);
    private readonly NodeExporterPage _nodes = new(client, usage, counters);
    private readonly CustomPage _custom = new(counters);

    /// <summary>Finds the page of a path; null if the pod does not listen on the port.</summary>
    public ServedPage? Find(KubeObject pod, int port, string path)
    {
        if (pod.Status.Text("phase") != "Running" || !IsRunning(pod))
        {
            return null;
        }

        var now = time.GetUtcNow();
        return GetProgram(pod) switch
        {
            "kube-state-metrics" => path switch
            {
                "/metrics" when port == GetTelemetryPort(pod) => ServedPage.Metrics(writer =>
                    _state.WriteTelemetry(writer, GetResources(pod))
                ),
                "/metrics" => ServedPage.Metrics((writer, end) => _state.WriteAsync(writer, GetResources(pod), end)),
                "/livez" or "/readyz" or "/healthz" => ServedPage.Healthy,
                _ => ServedPage.NotFound,
            },
            "node-exporter" => path switch
            {
                "/metrics" => ServedPage.Metrics(writer => _nodes.Write(writer, pod.Spec.Text("nodeName") ?? "", now)),
                _ => ServedPage.NotFound,
            },
            _ => FindCustom(pod, path, now),
        };
    }

    private ServedPage? FindCustom(KubeObject pod, string path, DateTimeOffset now)
    {
        var measured = usage.FindPod(pod);
        return measured is not { Custom.Count: > 0 } ? null
            : path == "/metrics" ? ServedPage.Metrics(writer => _custom.Write(writer, measured, now))
            : ServedPage.NotFound;
    }

    private static string? GetProgram(KubeObject pod) =>
        pod.Annotations.GetValueOrDefault(Annotation) ?? pod.Labels.GetValueOrDefault(NameLabel);

    private static bool IsRunning(KubeObject pod) =>
        pod.Status.Objects("containerStatuses").Any(status => status.Map("state", "running") is not null);

    private static int GetTelemetryPort(KubeObject pod) =>
        int.TryParse(FindFlag(pod, "--telemetry-port="), CultureInfo.InvariantCulture, out var port) ? port : DefaultTelemetryPort;

    private static HashSet<string>? GetResources(KubeObject pod) =>
        FindFlag(pod, "--resources=")?.Split(',').ToHashSet(StringComparer.Ordinal);

    private static string? FindFlag(KubeObject pod, string flag) =>
        pod
            .Spec.Objects("containers")
            .SelectMany(container => container.Array("args") ?? [])
            .Select(argument => argument?.ToString() ?? "")
            .FirstOrDefault(argument => argument.StartsWith(flag, StringComparison.Ordinal))
            ?[flag.Length..];
}
