using Infra.Monitoring.Promql;
using YamlDotNet.Serialization;

namespace Infra.Monitoring.Configuration;

/// <summary>prometheus-adapter's configuration file: which series become metrics of pods, for autoscalers to follow.</summary>
internal sealed record AdapterConfiguration(IReadOnlyList<AdapterConfiguration.AdapterRule> Rules)
{
    /// <summary>The metric autoscalers ask for.</summary>
    public const string RequestsPerSecond = "http_requests_per_second";

    public static AdapterConfiguration Of(MonitoringPlan plan) => new(
    [
        .. plan.Services
            .Where(service => service.Metrics is { AnswersRequests: true })
            .Select(service => service.Metrics!.Requests)
            .Append(ServiceMetrics.DefaultRequests)
            .Distinct(StringComparer.Ordinal)
            .Select(RateOf),
    ]);

    private static AdapterRule RateOf(string counter) => new(
        $"{counter}{{namespace!=\"\",pod!=\"\"}}",
        new AdapterResources(new Dictionary<string, AdapterResource>(StringComparer.Ordinal) { ["namespace"] = new("namespace"), ["pod"] = new("pod") }),
        new AdapterName($"^{counter}$", RequestsPerSecond),
        "sum by (<<.GroupBy>>) (rate(<<.Series>>{<<.LabelMatchers>>}[2m]))");

    internal sealed record AdapterRule(
        [property: YamlMember(Alias = "seriesQuery", ApplyNamingConventions = false)] string SeriesQuery,
        AdapterResources Resources,
        AdapterName Name,
        [property: YamlMember(Alias = "metricsQuery", ApplyNamingConventions = false)] string MetricsQuery);

    internal sealed record AdapterResources(IReadOnlyDictionary<string, AdapterResource> Overrides);

    internal sealed record AdapterResource(string Resource);

    internal sealed record AdapterName(string Matches, string As);
}
