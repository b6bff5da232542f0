using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Creates Prometheus' configuration.</summary>
internal static class PrometheusFile
{
    public const string RulesFolder = "/etc/prometheus/rules";
    public const string SecretsFolder = "/etc/prometheus/secrets";
    public const string RemoteWriteToken = "remote-write-token";
    public const string AlertmanagerToken = "alertmanager-token";

    public static PrometheusConfiguration Create(MonitoringPlan plan) =>
        new()
        {
            Global = new GlobalSection(plan.Settings.Interval, plan.Settings.Interval, ExternalLabels(plan)),
            RuleFiles = plan.EvaluatesRules ? [$"{RulesFolder}/*.yaml"] : [],
            Alerting = plan.EvaluatesRules ? Alerting(plan) : null,
            ScrapeConfigs = ScrapeJobs.Create(plan),
            RemoteWrite =
                plan.IsExternal && plan.Settings.External?.Prometheus is { } prometheus
                    ? [new RemoteWrite(prometheus.Url, CreateAuthorization(prometheus, RemoteWriteToken))]
                    : [],
        };

    /// <summary>
    /// The label <c>replica</c> separates the samples of two writers. It is dropped from alerts, so that Alertmanager deduplicates them.
    /// </summary>
    private static Dictionary<string, string> ExternalLabels(MonitoringPlan plan)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["system"] = plan.System.Name,
            ["stack"] = plan.System.Stack,
            ["replica"] = "${POD_NAME}",
        };
        if (plan.System.Cluster is { } cluster)
        {
            labels["cluster"] = cluster;
        }

        return labels;
    }

    private static AlertingSection? Alerting(MonitoringPlan plan)
    {
        AlertmanagerTarget[] targets =
            plan.IsExternal ? [ExternalTarget(plan.Settings.External!.Alertmanager!)]
            : plan.HasAlertmanager
                ? [new AlertmanagerTarget { StaticConfigs = [new StaticTargets([.. Parts.Alertmanager.Addresses(plan)])] }]
            : [];
        return targets.Length == 0 ? null : new AlertingSection([new RelabelRule { Regex = "replica", Action = "labeldrop" }], targets);
    }

    private static AlertmanagerTarget ExternalTarget(ExternalEndpoint endpoint)
    {
        var uri = new Uri(endpoint.Url);
        return new AlertmanagerTarget
        {
            Scheme = uri.Scheme,
            PathPrefix = uri.AbsolutePath == "/" ? null : uri.AbsolutePath,
            Authorization = CreateAuthorization(endpoint, AlertmanagerToken),
            StaticConfigs = [new StaticTargets([uri.Authority])],
        };
    }

    private static Authorization? CreateAuthorization(ExternalEndpoint endpoint, string file) =>
        endpoint.Token is null ? null : new Authorization($"{SecretsFolder}/{file}");
}
