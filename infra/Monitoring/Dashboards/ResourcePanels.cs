using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Panels that compare the usage of containers with their requests and limits.</summary>
internal static class ResourcePanels
{
    public static Panel Cpu(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        new LinesPanel
        {
            Title = "CPU",
            Unit = Unit.Cores,
            Targets = [new(Sum(Series(ResourceRecordings.ContainerCpu, matchers), by), $"{{{{{by}}}}}")],
            IsStacked = true,
        };

    public static Panel Memory(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        new LinesPanel
        {
            Title = "Memory",
            Unit = Unit.Bytes,
            Targets = [new(Sum(Series(ResourceRecordings.ContainerMemory, matchers), by), $"{{{{{by}}}}}")],
            IsStacked = true,
        };

    public static Panel CpuAgainstRequests(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        new LinesPanel
        {
            Title = "CPU usage / requests",
            Unit = Unit.Share,
            Targets =
            [
                new(
                    Sum(Series(ResourceRecordings.ContainerCpu, matchers), by) / Sum(Series(ResourceRecordings.CpuRequests, matchers), by),
                    $"{{{{{by}}}}}"
                ),
            ],
        };

    public static Panel MemoryAgainstLimits(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        new LinesPanel
        {
            Title = "Memory usage / limit",
            Unit = Unit.Share,
            Targets =
            [
                new(
                    Sum(Series(ResourceRecordings.ContainerMemory, matchers), by)
                        / Sum(Series(ResourceRecordings.MemoryLimits, matchers), by),
                    $"{{{{{by}}}}}"
                ),
            ],
            Limits = new Limits(Warning: 0.8, Critical: 0.9),
        };

    public static Panel Throttled(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        new LinesPanel
        {
            Title = "Throttled time",
            Unit = Unit.Share,
            Targets =
            [
                new(
                    Sum(Rate(Series(KubeletMetrics.ContainerCpuThrottled, matchers)), by)
                        / Sum(Rate(Series(KubeletMetrics.ContainerCpuPeriods, matchers)), by),
                    $"{{{{{by}}}}}"
                ),
            ],
            Limits = new Limits(Warning: 0.1, Critical: 0.25),
        };

    public static Panel Restarts(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        new LinesPanel
        {
            Title = "Restarts in 10 minutes",
            Unit = Unit.Count,
            Targets = [new(Sum(Increase(Series(KubeMetrics.ContainerRestarts, matchers), Minutes(10)), by), $"{{{{{by}}}}}")],
        };

    public static Panel Received(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        new LinesPanel
        {
            Title = "Received",
            Unit = Unit.BytesPerSecond,
            Targets = [new(Sum(Rate(Series(KubeletMetrics.NetworkReceived, matchers)), by), $"{{{{{by}}}}}")],
        };

    public static Panel Sent(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        new LinesPanel
        {
            Title = "Sent",
            Unit = Unit.BytesPerSecond,
            Targets = [new(Sum(Rate(Series(KubeletMetrics.NetworkSent, matchers)), by), $"{{{{{by}}}}}")],
        };
}
