using System.Collections.Immutable;
using Infra.Settings.Binding;
using Infra.Settings.Values;

namespace Infra.Settings;

/// <summary>Someone who can be told of alerts, in one way or several at once.</summary>
internal sealed record ReceiverSettings
{
    /// <summary>By an HTTP POST in Alertmanager's own form.</summary>
    public WebhookSettings? Webhook { get; init; }

    /// <summary>By e-mail.</summary>
    public EmailSettings? Email { get; init; }

    /// <summary>In a Slack channel.</summary>
    public SlackSettings? Slack { get; init; }

    /// <summary>By PagerDuty's events.</summary>
    public PagerDutySettings? PagerDuty { get; init; }

    /// <summary>Whether there is any way at all.</summary>
    internal bool IsReachable => Webhook is not null || Email is not null || Slack is not null || PagerDuty is not null;
}

/// <summary>A webhook.</summary>
[ShortForm(nameof(Url))]
internal sealed record WebhookSettings
{
    /// <summary>Its address. Encrypt it if it holds a token.</summary>
    public required Text Url { get; init; }
}

/// <summary>An e-mail address and the server that delivers to it.</summary>
internal sealed record EmailSettings
{
    /// <summary>The recipient.</summary>
    public required string To { get; init; }

    /// <summary>The sender.</summary>
    public required string From { get; init; }

    /// <summary>The SMTP server, as host and port; it must offer STARTTLS.</summary>
    /// <example>server: smtp.example.com:587</example>
    public required ExternalAddress Server { get; init; }

    /// <summary>The account at the server.</summary>
    public string? Username { get; init; }

    /// <summary>Its password. Encrypt it.</summary>
    public Text? Password { get; init; }
}

/// <summary>A channel of Slack.</summary>
internal sealed record SlackSettings
{
    /// <summary>The channel.</summary>
    /// <example>channel: "#alerts"</example>
    public required string Channel { get; init; }

    /// <summary>The incoming webhook. Encrypt it.</summary>
    public required Text Url { get; init; }
}

/// <summary>A service of PagerDuty.</summary>
internal sealed record PagerDutySettings
{
    /// <summary>The integration key of its Events API v2. Encrypt it.</summary>
    public required Text RoutingKey { get; init; }
}

/// <summary>Who is told of which alerts.</summary>
internal sealed record RoutingSettings
{
    /// <summary>Who is told of what nobody else is told of.</summary>
    /// <value>the only receiver there is; nobody where there is none</value>
    public string? Default { get; init; }

    /// <summary>Who is told of critical alerts.</summary>
    /// <value>the default receiver</value>
    public string? Critical { get; init; }

    /// <summary>Who is told of the services of an owner, by the owner's name.</summary>
    /// <example>owners: {team-checkout: checkout-chat}</example>
    public IReadOnlyDictionary<string, string> Owners { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether nobody is told of anything; alerts are still evaluated and shown.</summary>
    /// <value>true for a stack of fault tolerance <c>development</c></value>
    public bool? Silent { get; init; }

    /// <summary>How long to wait for more alerts of a group before telling of it.</summary>
    /// <value>30s</value>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long between two messages about a group that has changed.</summary>
    /// <value>5m</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long until a group that has not changed is told of again.</summary>
    /// <value>12h</value>
    public TimeSpan Repeat { get; init; } = TimeSpan.FromHours(12);
}
