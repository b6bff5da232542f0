using YamlDotNet.Serialization;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Alertmanager's configuration file, reduced to the settings in use.</summary>
internal sealed record AlertmanagerConfiguration
{
    public required AlertRoute Route { get; init; }

    public required IReadOnlyList<InhibitRule> InhibitRules { get; init; }

    public required IReadOnlyList<AlertReceiver> Receivers { get; init; }
}

/// <summary>Routes alerts to a receiver. The first matching child wins unless it has <see cref="Continue"/>.</summary>
internal sealed record AlertRoute
{
    public required string Receiver { get; init; }

    public IReadOnlyList<string> Matchers { get; init; } = [];

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    public TimeSpan? GroupWait { get; init; }

    public TimeSpan? GroupInterval { get; init; }

    public TimeSpan? RepeatInterval { get; init; }

    public bool? Continue { get; init; }

    public IReadOnlyList<AlertRoute> Routes { get; init; } = [];
}

/// <summary>Mutes target alerts while a source alert with equal labels fires.</summary>
internal sealed record InhibitRule(IReadOnlyList<string> SourceMatchers, IReadOnlyList<string> TargetMatchers, IReadOnlyList<string> Equal);

internal sealed record AlertReceiver
{
    public required string Name { get; init; }

    public IReadOnlyList<WebhookReceiver> WebhookConfigs { get; init; } = [];

    public IReadOnlyList<EmailReceiver> EmailConfigs { get; init; } = [];

    public IReadOnlyList<SlackReceiver> SlackConfigs { get; init; } = [];

    [YamlMember(Alias = "pagerduty_configs", ApplyNamingConventions = false)]
    public IReadOnlyList<PagerDutyReceiver> PagerDutyConfigs { get; init; } = [];
}

internal sealed record WebhookReceiver(string Url, bool SendResolved);

internal sealed record EmailReceiver(
    string To,
    string From,
    string Smarthost,
    string? AuthUsername,
    string? AuthPassword,
    bool SendResolved
);

internal sealed record SlackReceiver(string ApiUrl, string Channel, string Title, string Text, bool SendResolved);

internal sealed record PagerDutyReceiver(string RoutingKey, string Description, bool SendResolved);
