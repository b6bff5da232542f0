using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Queues;
using YamlDotNet.Serialization;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>
/// prometheus-adapter's configuration file: the series that it serves as custom metrics (of pods) and as external metrics.
/// </summary>
internal sealed record AdapterConfiguration
{
    /// <summary>The custom metric of the request rate, for counters of any name.</summary>
    public const string RequestsPerSecond = "http_requests_per_second";

    public required IReadOnlyList<AdapterRule> Rules { get; init; }

    [YamlMember(Alias = "externalRules", ApplyNamingConventions = false)]
    public required IReadOnlyList<AdapterRule> ExternalRules { get; init; }

    public static AdapterConfiguration Create(MonitoringPlan plan)
    {
        var counters = plan
            .Services.Where(service => service.Metrics is { AnswersRequests: true })
            .Select(service => service.Metrics!.Requests)
            .Append(ServiceMetrics.DefaultRequests)
            .Distinct(StringComparer.Ordinal);
        var gauges = PodMetrics(plan).Where(metric => metric != RequestsPerSecond);
        return new AdapterConfiguration
        {
            Rules = [.. counters.Select(RateRule), .. gauges.Select(GaugeRule)],
            ExternalRules =
            [
                .. ExternalMetrics(plan)
                    .Select(name =>
                        QueueMetric.All.FirstOrDefault(metric => metric.Name == name) is { } metric ? QueueRule(metric) : LengthRule(name)
                    ),
            ],
        };
    }

    /// <summary>The custom metrics that autoscalers use. The request rate is always among them.</summary>
    public static ImmutableArray<string> PodMetrics(MonitoringPlan plan) =>
        Names(plan.Services.SelectMany(service => service.FollowedPodMetrics).Append(RequestsPerSecond));

    /// <summary>The external metrics that autoscalers use.</summary>
    public static ImmutableArray<string> ExternalMetrics(MonitoringPlan plan) =>
        Names(plan.Services.SelectMany(service => service.FollowedExternalMetrics));

    private static ImmutableArray<string> Names(IEnumerable<string> metrics) =>
        [.. metrics.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static AdapterRule RateRule(string counter) =>
        new()
        {
            SeriesQuery = PodSeries(counter),
            Resources = Resources("namespace", "pod"),
            Name = new AdapterName($"^{counter}$", RequestsPerSecond),
            MetricsQuery = "sum by (<<.GroupBy>>) (rate(<<.Series>>{<<.LabelMatchers>>}[2m]))",
        };

    private static AdapterRule GaugeRule(string gauge) =>
        new()
        {
            SeriesQuery = PodSeries(gauge),
            Resources = Resources("namespace", "pod"),
            Name = new AdapterName($"^{gauge}$", gauge),
            MetricsQuery = "sum by (<<.GroupBy>>) (<<.Series>>{<<.LabelMatchers>>})",
        };

    /// <summary>The maximum, not the sum: every pod reports the length of the same queue.</summary>
    private static AdapterRule LengthRule(string gauge) =>
        new()
        {
            SeriesQuery = $"{gauge}{{namespace!=\"\"}}",
            Resources = Resources("namespace"),
            Name = new AdapterName($"^{gauge}$", gauge),
            MetricsQuery = "max(<<.Series>>{<<.LabelMatchers>>})",
        };

    /// <summary>
    /// The sum of the parts of a queue, each of which several pods may report. Exporters write -1 for what they do not know.
    /// </summary>
    private static AdapterRule QueueRule(QueueMetric metric) =>
        new()
        {
            SeriesQuery = $"{metric.Series}{{namespace!=\"\",{QueueMetric.StoreLabel}!=\"\"}}",
            Resources = Resources("namespace"),
            Name = new AdapterName($"^{metric.Series}$", metric.Name),
            MetricsQuery = $"sum(clamp_min(max by ({string.Join(", ", metric.Identity)}) (<<.Series>>{{<<.LabelMatchers>>}}), 0))",
        };

    private static string PodSeries(string metric) => $"{metric}{{namespace!=\"\",pod!=\"\"}}";

    private static AdapterResources Resources(params ReadOnlySpan<string> resources)
    {
        var overrides = new Dictionary<string, AdapterResource>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            overrides[resource] = new AdapterResource(resource);
        }

        return new AdapterResources(overrides);
    }

    internal sealed record AdapterRule
    {
        [YamlMember(Alias = "seriesQuery", ApplyNamingConventions = false)]
        public required string SeriesQuery { get; init; }

        public required AdapterResources Resources { get; init; }

        public required AdapterName Name { get; init; }

        [YamlMember(Alias = "metricsQuery", ApplyNamingConventions = false)]
        public required string MetricsQuery { get; init; }
    }

    internal sealed record AdapterResources(IReadOnlyDictionary<string, AdapterResource> Overrides);

    internal sealed record AdapterResource(string Resource);

    internal sealed record AdapterName(string Matches, string As);
}
