using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using YamlDotNet.Serialization;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>prometheus-adapter's configuration file: which series become metrics for autoscalers to follow, of pods and from elsewhere.</summary>
internal sealed record AdapterConfiguration(
    IReadOnlyList<AdapterConfiguration.AdapterRule> Rules,
    [property: YamlMember(Alias = "externalRules", ApplyNamingConventions = false)] IReadOnlyList<AdapterConfiguration.AdapterRule> ExternalRules)
{
    /// <summary>The metric autoscalers ask for.</summary>
    public const string RequestsPerSecond = "http_requests_per_second";

    private const string OfPods = "namespace!=\"\",pod!=\"\"";

    public static AdapterConfiguration Of(MonitoringPlan plan) => new(
        [
            .. plan.Services
                .Where(service => service.Metrics is { AnswersRequests: true })
                .Select(service => service.Metrics!.Requests)
                .Append(ServiceMetrics.DefaultRequests)
                .Distinct(StringComparer.Ordinal)
                .Select(RateOf),
            .. FollowedOfPods(plan).Where(metric => metric != RequestsPerSecond).Select(GaugeOf),
        ],
        [.. FollowedFromElsewhere(plan).Select(LengthOf)]);

    /// <summary>Every metric of pods that an autoscaler follows; requests per second are always there to be followed.</summary>
    public static ImmutableArray<string> FollowedOfPods(MonitoringPlan plan) => Names(plan.Services.SelectMany(service => service.FollowedPodMetrics).Append(RequestsPerSecond));

    /// <summary>Every metric from elsewhere that an autoscaler follows.</summary>
    public static ImmutableArray<string> FollowedFromElsewhere(MonitoringPlan plan) => Names(plan.Services.SelectMany(service => service.FollowedExternalMetrics));

    private static ImmutableArray<string> Names(IEnumerable<string> metrics) => [.. metrics.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static AdapterRule RateOf(string counter) => new(
        $"{counter}{{{OfPods}}}",
        Resources("namespace", "pod"),
        new AdapterName($"^{counter}$", RequestsPerSecond),
        "sum by (<<.GroupBy>>) (rate(<<.Series>>{<<.LabelMatchers>>}[2m]))");

    private static AdapterRule GaugeOf(string gauge) => new(
        $"{gauge}{{{OfPods}}}", Resources("namespace", "pod"), new AdapterName($"^{gauge}$", gauge), "sum by (<<.GroupBy>>) (<<.Series>>{<<.LabelMatchers>>})");

    /// <summary>Each of several pods tells the length of the same queue: it is as long as the largest of them says, not as all of them together.</summary>
    private static AdapterRule LengthOf(string gauge) => new(
        $"{gauge}{{namespace!=\"\"}}", Resources("namespace"), new AdapterName($"^{gauge}$", gauge), "max(<<.Series>>{<<.LabelMatchers>>})");

    private static AdapterResources Resources(params ReadOnlySpan<string> resources)
    {
        var overrides = new Dictionary<string, AdapterResource>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            overrides[resource] = new AdapterResource(resource);
        }

        return new AdapterResources(overrides);
    }

    internal sealed record AdapterRule(
        [property: YamlMember(Alias = "seriesQuery", ApplyNamingConventions = false)] string SeriesQuery,
        AdapterResources Resources,
        AdapterName Name,
        [property: YamlMember(Alias = "metricsQuery", ApplyNamingConventions = false)] string MetricsQuery);

    internal sealed record AdapterResources(IReadOnlyDictionary<string, AdapterResource> Overrides);

    internal sealed record AdapterResource(string Resource);

    internal sealed record AdapterName(string Matches, string As);
}
