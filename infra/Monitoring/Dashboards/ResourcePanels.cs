using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>What containers use beside what they requested and may use at most, wherever a dashboard shows it.</summary>
internal static class ResourcePanels
{
    public static Panel Cpu(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        Lines("Processor", Unit.Cores, Sum(Series(ResourceRecordings.ContainerCpu, matchers), by), $"{{{{{by}}}}}") with { IsStacked = true };

    public static Panel Memory(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        Lines("Memory", Unit.Bytes, Sum(Series(ResourceRecordings.ContainerMemory, matchers), by), $"{{{{{by}}}}}") with { IsStacked = true };

    public static Panel CpuAgainstRequests(string by, params ReadOnlySpan<LabelMatcher> matchers) => Lines(
        "Processor of what is requested", Unit.Share,
        Sum(Series(ResourceRecordings.ContainerCpu, matchers), by) / Sum(Series(ResourceRecordings.CpuRequests, matchers), by), $"{{{{{by}}}}}");

    public static Panel MemoryAgainstLimits(string by, params ReadOnlySpan<LabelMatcher> matchers) => Lines(
        "Memory of the limit", Unit.Share,
        Sum(Series(ResourceRecordings.ContainerMemory, matchers), by) / Sum(Series(ResourceRecordings.MemoryLimits, matchers), by), $"{{{{{by}}}}}") with
    { Limits = new Limits(0.8, 0.9) };

    public static Panel Throttled(string by, params ReadOnlySpan<LabelMatcher> matchers) => Lines(
        "Time throttled", Unit.Share,
        Sum(Rate(Series(KubeletMetrics.ContainerCpuThrottled, matchers)), by) / Sum(Rate(Series(KubeletMetrics.ContainerCpuPeriods, matchers)), by), $"{{{{{by}}}}}") with
    { Limits = new Limits(0.1, 0.25) };

    public static Panel Restarts(string by, params ReadOnlySpan<LabelMatcher> matchers) => Lines(
        "Restarts in ten minutes", Unit.Count, Sum(Increase(Series(KubeMetrics.ContainerRestarts, matchers), Minutes(10)), by), $"{{{{{by}}}}}");

    public static Panel Received(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        Lines("Received", Unit.BytesPerSecond, Sum(Rate(Series(KubeletMetrics.NetworkReceived, matchers)), by), $"{{{{{by}}}}}");

    public static Panel Sent(string by, params ReadOnlySpan<LabelMatcher> matchers) =>
        Lines("Sent", Unit.BytesPerSecond, Sum(Rate(Series(KubeletMetrics.NetworkSent, matchers)), by), $"{{{{{by}}}}}");
}
