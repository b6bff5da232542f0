using System.Text.Json.Nodes;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>The page <c>/metrics/probes</c> of a kubelet: the results of probes.</summary>
internal sealed class ProbesPage(UsageCounters counters)
{
    private const long DefaultPeriod = 10;

    private static readonly (string Field, string Type)[] Probes =
    [
        ("livenessProbe", "Liveness"),
        ("readinessProbe", "Readiness"),
        ("startupProbe", "Startup"),
    ];

    public async Task WriteAsync(MetricsWriter writer, KubeletSnapshot kubelet, CancellationToken cancellation)
    {
        writer.Family("prober_probe_total", MetricType.Counter, "Probes by result");
        foreach (var container in kubelet.Pods.SelectMany(pod => pod.Containers))
        {
            if (PodContainers.Get(container.Pod.Spec).FirstOrDefault(one => one.Spec.Text("name") == container.Name).Spec is not { } spec)
            {
                continue;
            }

            foreach (var (field, type) in Probes)
            {
                if (spec.Map(field) is { } probe)
                {
                    Write(writer, container, type, probe, kubelet.Now);
                }
            }

            await writer.FlushIfFullAsync(cancellation);
        }
    }

    private void Write(MetricsWriter writer, RunningContainer container, string type, JsonObject probe, DateTimeOffset now)
    {
        var status = container
            .Pod.Status.Objects("containerStatuses")
            .Concat(container.Pod.Status.Objects("initContainerStatuses"))
            .FirstOrDefault(one => one.Text("name") == container.Name);
        var (isStarted, isReady) = (status.Flag("started"), status.Flag("ready"));
        var (succeeds, fails) = type switch
        {
            // A startup probe ends with its first success, and the other probes begin.
            "Startup" => (false, !isStarted),
            "Readiness" => (isStarted && isReady, isStarted && !isReady),
            _ => (isStarted, false),
        };
        var rate = 1.0 / Math.Max(1, probe.Number("periodSeconds") ?? DefaultPeriod);
        var start = container.StartedAt + TimeSpan.FromSeconds(probe.Number("initialDelaySeconds") ?? 0);
        foreach (var (result, isCurrent) in (ReadOnlySpan<(string, bool)>)[("successful", succeeds), ("failed", fails)])
        {
            var count = counters.Advance($"{type} {result}", container.Id, start, now, isCurrent ? rate : 0);
            if (type == "Startup" && result == "successful" && isStarted)
            {
                count = 1;
            }

            if (isCurrent || count > 0)
            {
                writer.Sample(
                    Math.Floor(count),
                    ("container", container.Name),
                    ("namespace", container.Pod.Namespace),
                    ("pod", container.Pod.Name),
                    ("pod_uid", container.Pod.Uid),
                    ("probe_type", type),
                    ("result", result)
                );
            }
        }
    }
}
