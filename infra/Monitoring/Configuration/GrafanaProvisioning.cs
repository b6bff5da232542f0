using System.Globalization;
using Infra.Backend.Monitoring.Parts;
using YamlDotNet.Serialization;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Where Grafana gets its data: a provisioning file.</summary>
internal sealed record GrafanaDataSources(
    [property: YamlMember(Alias = "apiVersion", ApplyNamingConventions = false)] int ApiVersion,
    IReadOnlyList<GrafanaDataSource> Datasources)
{
    public const string Prometheus = "prometheus";
    public const string Loki = "loki";

    public static GrafanaDataSources Of(MonitoringPlan plan)
    {
        var sources = new List<GrafanaDataSource> { Source("Prometheus", Prometheus, PartNames.Prometheus, Parts.Prometheus.Port, plan, true) };
        if (plan.HasLogStore)
        {
            sources.Add(Source("Loki", Loki, PartNames.Loki, LokiConfiguration.Port, plan, false));
        }

        if (plan.HasAlertmanager)
        {
            sources.Add(Source("Alertmanager", "alertmanager", PartNames.Alertmanager, Parts.Alertmanager.Port, plan, false) with
            {
                JsonData = new Dictionary<string, object>(StringComparer.Ordinal) { ["implementation"] = "prometheus" },
            });
        }

        return new GrafanaDataSources(1, sources);
    }

    private static GrafanaDataSource Source(string name, string type, string part, int port, MonitoringPlan plan, bool isDefault) => new(
        name, type, type, "proxy", string.Create(CultureInfo.InvariantCulture, $"http://{part}.{plan.Namespace}.svc:{port}"), isDefault, false, null);
}

internal sealed record GrafanaDataSource(
    string Name,
    string Type,
    string Uid,
    string Access,
    string Url,
    [property: YamlMember(Alias = "isDefault", ApplyNamingConventions = false)] bool IsDefault,
    bool Editable,
    [property: YamlMember(Alias = "jsonData", ApplyNamingConventions = false)] IReadOnlyDictionary<string, object>? JsonData);

/// <summary>Where Grafana gets its dashboards: a provisioning file.</summary>
internal sealed record GrafanaDashboardProviders(
    [property: YamlMember(Alias = "apiVersion", ApplyNamingConventions = false)] int ApiVersion,
    IReadOnlyList<GrafanaDashboardProvider> Providers)
{
    public const string Folder = "/etc/grafana/dashboards";

    public static GrafanaDashboardProviders Of(IEnumerable<string> folders) => new(
        1, [.. folders.Select(folder => new GrafanaDashboardProvider(folder, folder, "file", true, new Dictionary<string, object>(StringComparer.Ordinal) { ["path"] = $"{Folder}/{folder}" }))]);
}

internal sealed record GrafanaDashboardProvider(
    string Name,
    string Folder,
    string Type,
    [property: YamlMember(Alias = "disableDeletion", ApplyNamingConventions = false)] bool DisableDeletion,
    IReadOnlyDictionary<string, object> Options);
