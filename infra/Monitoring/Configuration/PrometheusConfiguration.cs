namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Prometheus' configuration file, reduced to the settings in use.</summary>
internal sealed record PrometheusConfiguration
{
    public required GlobalSection Global { get; init; }

    public IReadOnlyList<string> RuleFiles { get; init; } = [];

    public AlertingSection? Alerting { get; init; }

    public required IReadOnlyList<ScrapeJob> ScrapeConfigs { get; init; }

    public IReadOnlyList<RemoteWrite> RemoteWrite { get; init; } = [];
}

internal sealed record GlobalSection(
    TimeSpan ScrapeInterval,
    TimeSpan EvaluationInterval,
    IReadOnlyDictionary<string, string> ExternalLabels
);

internal sealed record AlertingSection(IReadOnlyList<RelabelRule> AlertRelabelConfigs, IReadOnlyList<AlertmanagerTarget> Alertmanagers);

internal sealed record AlertmanagerTarget
{
    public string? Scheme { get; init; }

    public string? PathPrefix { get; init; }

    public Authorization? Authorization { get; init; }

    public IReadOnlyList<StaticTargets> StaticConfigs { get; init; } = [];
}

internal sealed record RemoteWrite(string Url, Authorization? Authorization);

/// <summary>How a set of targets is discovered and scraped.</summary>
internal sealed record ScrapeJob
{
    public required string JobName { get; init; }

    public TimeSpan? ScrapeInterval { get; init; }

    public string? Scheme { get; init; }

    public string? MetricsPath { get; init; }

    /// <summary>Whether the labels that the target exposes take precedence over those of its discovery.</summary>
    public bool? HonorLabels { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Params { get; init; }

    public Authorization? Authorization { get; init; }

    public TlsSection? TlsConfig { get; init; }

    public IReadOnlyList<KubernetesDiscovery> KubernetesSdConfigs { get; init; } = [];

    public IReadOnlyList<StaticTargets> StaticConfigs { get; init; } = [];

    public IReadOnlyList<RelabelRule> RelabelConfigs { get; init; } = [];

    public IReadOnlyList<RelabelRule> MetricRelabelConfigs { get; init; } = [];
}

/// <param name="CredentialsFile">The file that contains the bearer token.</param>
internal sealed record Authorization(string CredentialsFile);

internal sealed record TlsSection
{
    public string? CaFile { get; init; }

    public bool? InsecureSkipVerify { get; init; }
}

internal sealed record KubernetesDiscovery
{
    public required string Role { get; init; }

    public NamespaceFilter? Namespaces { get; init; }

    public IReadOnlyList<DiscoverySelector> Selectors { get; init; } = [];
}

internal sealed record NamespaceFilter(IReadOnlyList<string> Names);

internal sealed record DiscoverySelector(string Role, string Label);

internal sealed record StaticTargets(IReadOnlyList<string> Targets, IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>Rewrites the labels of targets, metrics or alerts.</summary>
internal sealed record RelabelRule
{
    public IReadOnlyList<string> SourceLabels { get; init; } = [];

    public string? Regex { get; init; }

    public string? TargetLabel { get; init; }

    public string? Replacement { get; init; }

    public string? Action { get; init; }

    /// <summary>Copies a label.</summary>
    public static RelabelRule Copy(string from, string to) => new() { SourceLabels = [from], TargetLabel = to };

    public static RelabelRule Set(string label, string value) => new() { TargetLabel = label, Replacement = value };

    public static RelabelRule Keep(string label, string expression) =>
        new()
        {
            SourceLabels = [label],
            Regex = expression,
            Action = "keep",
        };

    public static RelabelRule Drop(string label, string expression) =>
        new()
        {
            SourceLabels = [label],
            Regex = expression,
            Action = "drop",
        };

    /// <summary>Removes the labels with matching names.</summary>
    public static RelabelRule DropLabels(string expression) => new() { Regex = expression, Action = "labeldrop" };
}
