using System.Globalization;
using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Planning.Monitoring;
using YamlDotNet.Serialization;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Grafana's provisioning file of data sources.</summary>
internal sealed record GrafanaDataSources(
    [property: YamlMember(Alias = "apiVersion", ApplyNamingConventions = false)] int ApiVersion,
    IReadOnlyList<GrafanaDataSource> Datasources
)
{
    public const string Prometheus = "prometheus";
    public const string Loki = "loki";

    private const string Alertmanager = "alertmanager";

    public static GrafanaDataSources Create(MonitoringPlan plan)
    {
        var sources = new List<GrafanaDataSource>
        {
            new()
            {
                Name = "Prometheus",
                Type = Prometheus,
                Uid = Prometheus,
                Url = Url(PartNames.Prometheus, Parts.Prometheus.Port, plan),
                IsDefault = true,
            },
        };
        if (plan.HasLogStore)
        {
            sources.Add(
                new GrafanaDataSource
                {
                    Name = "Loki",
                    Type = Loki,
                    Uid = Loki,
                    Url = Url(PartNames.Loki, LokiConfiguration.Port, plan),
                }
            );
        }

        if (plan.HasAlertmanager)
        {
            sources.Add(
                new GrafanaDataSource
                {
                    Name = "Alertmanager",
                    Type = Alertmanager,
                    Uid = Alertmanager,
                    Url = Url(PartNames.Alertmanager, Parts.Alertmanager.Port, plan),
                    JsonData = new Dictionary<string, object>(StringComparer.Ordinal) { ["implementation"] = "prometheus" },
                }
            );
        }

        return new GrafanaDataSources(1, sources);
    }

    private static string Url(string part, int port, MonitoringPlan plan) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{part}.{plan.Namespace}.svc:{port}");
}

internal sealed record GrafanaDataSource
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string Uid { get; init; }

    public string Access { get; init; } = "proxy";

    public required string Url { get; init; }

    [YamlMember(Alias = "isDefault", ApplyNamingConventions = false)]
    public bool IsDefault { get; init; }

    public bool Editable { get; init; }

    [YamlMember(Alias = "jsonData", ApplyNamingConventions = false)]
    public IReadOnlyDictionary<string, object>? JsonData { get; init; }
}

/// <summary>Grafana's provisioning file of dashboards.</summary>
internal sealed record GrafanaDashboardProviders(
    [property: YamlMember(Alias = "apiVersion", ApplyNamingConventions = false)] int ApiVersion,
    IReadOnlyList<GrafanaDashboardProvider> Providers
)
{
    public const string Folder = "/etc/grafana/dashboards";

    public static GrafanaDashboardProviders Create(IEnumerable<string> folders) => new(1, [.. folders.Select(Provider)]);

    private static GrafanaDashboardProvider Provider(string folder) =>
        new()
        {
            Name = folder,
            Folder = folder,
            Options = new Dictionary<string, object>(StringComparer.Ordinal) { ["path"] = $"{Folder}/{folder}" },
        };
}

internal sealed record GrafanaDashboardProvider
{
    public required string Name { get; init; }

    public required string Folder { get; init; }

    public string Type { get; init; } = "file";

    [YamlMember(Alias = "disableDeletion", ApplyNamingConventions = false)]
    public bool DisableDeletion { get; init; } = true;

    public required IReadOnlyDictionary<string, object> Options { get; init; }
}
