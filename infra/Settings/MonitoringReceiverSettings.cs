using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>A receiver of alerts, with one or more channels.</summary>
internal sealed record ReceiverSettings
{
    /// <summary>An HTTP POST in Alertmanager's format.</summary>
    /// <value>none</value>
    /// <remarks>A <c>webhook_configs</c> of the receiver.</remarks>
    /// <example>receivers: {chat: {webhook: "https://hooks.example.com/shop"}}</example>
    public WebhookSettings? Webhook { get; init; }

    /// <summary>An e-mail.</summary>
    /// <value>none</value>
    /// <remarks>An <c>email_configs</c> of the receiver.</remarks>
    /// <example>receivers: {team: {email: {to: a@example.com, from: b@example.com, server: "smtp.example.com:587"}}}</example>
    public EmailSettings? Email { get; init; }

    /// <summary>A message in a Slack channel.</summary>
    /// <value>none</value>
    /// <remarks>A <c>slack_configs</c> of the receiver.</remarks>
    /// <example>receivers: {chat: {slack: {channel: "#shop", url: "https://hooks.slack.example.com/shop"}}}</example>
    public SlackSettings? Slack { get; init; }

    /// <summary>An event in PagerDuty.</summary>
    /// <value>none</value>
    /// <remarks>A <c>pagerduty_configs</c> of the receiver.</remarks>
    /// <example>receivers: {on-call: {pagerDuty: {routingKey: sandbox}}}</example>
    public PagerDutySettings? PagerDuty { get; init; }

    /// <summary>Whether it has at least one channel.</summary>
    internal bool IsReachable => Webhook is not null || Email is not null || Slack is not null || PagerDuty is not null;
}

/// <summary>A webhook.</summary>
[ShortForm(nameof(Url))]
internal sealed record WebhookSettings
{
    /// <summary>The URL. Encrypt it if it contains a token.</summary>
    /// <remarks>Part of Alertmanager's configuration, which is a Secret.</remarks>
    /// <example>webhook: {url: "https://hooks.example.com/shop"}</example>
    public required Text Url { get; init; }
}

/// <summary>An e-mail address and the SMTP server to use.</summary>
internal sealed record EmailSettings
{
    /// <summary>The recipient.</summary>
    /// <remarks>The <c>to</c> of the receiver.</remarks>
    /// <example>email: {to: a@example.com, from: b@example.com, server: "smtp.example.com:587"}</example>
    public required string To { get; init; }

    /// <summary>The sender.</summary>
    /// <remarks>The <c>from</c> of the receiver.</remarks>
    /// <example>email: {to: a@example.com, from: b@example.com, server: "smtp.example.com:587"}</example>
    public required string From { get; init; }

    /// <summary>The SMTP server as host and port. It must support STARTTLS.</summary>
    /// <remarks>The <c>smarthost</c> of the receiver, and a network policy that allows Alertmanager to reach its port.</remarks>
    /// <example>server: smtp.example.com:587</example>
    public required ExternalAddress Server { get; init; }

    /// <summary>The user name for the server.</summary>
    /// <value>none</value>
    /// <remarks>The <c>auth_username</c> of the receiver.</remarks>
    /// <example>email: {to: a@example.com, from: b@example.com, server: "smtp.example.com:587", username: alerts}</example>
    public string? Username { get; init; }

    /// <summary>The password for the server. Encrypt it.</summary>
    /// <value>none</value>
    /// <remarks>Part of Alertmanager's configuration, which is a Secret.</remarks>
    /// <example>
    /// email: {to: a@example.com, from: b@example.com, server: "smtp.example.com:587", username: alerts, password: sandbox}
    /// </example>
    public Text? Password { get; init; }
}

/// <summary>A Slack channel.</summary>
internal sealed record SlackSettings
{
    /// <summary>The name of the channel.</summary>
    /// <remarks>The <c>channel</c> of the receiver.</remarks>
    /// <example>channel: "#alerts"</example>
    public required string Channel { get; init; }

    /// <summary>The URL of the incoming webhook. Encrypt it.</summary>
    /// <remarks>Part of Alertmanager's configuration, which is a Secret.</remarks>
    /// <example>slack: {channel: "#shop", url: "https://hooks.slack.example.com/shop"}</example>
    public required Text Url { get; init; }
}

/// <summary>A PagerDuty service.</summary>
internal sealed record PagerDutySettings
{
    /// <summary>The integration key of the Events API v2. Encrypt it.</summary>
    /// <remarks>Part of Alertmanager's configuration, which is a Secret.</remarks>
    /// <example>pagerDuty: {routingKey: sandbox}</example>
    public required Text RoutingKey { get; init; }
}

/// <summary>The receivers of alerts.</summary>
internal sealed record RoutingSettings
{
    /// <summary>The receiver of alerts without another route.</summary>
    /// <value>the only receiver; none if there is none</value>
    /// <remarks>The <c>receiver</c> of the root route.</remarks>
    /// <example>routing: {default: chat}</example>
    public string? Default { get; init; }

    /// <summary>The receiver of critical alerts.</summary>
    /// <value>the default receiver</value>
    /// <remarks>A route for alerts of the severity <c>critical</c>.</remarks>
    /// <example>routing: {default: chat, critical: on-call}</example>
    public string? Critical { get; init; }

    /// <summary>The receivers of alerts about an owner's services, by the owner's name.</summary>
    /// <value>none</value>
    /// <remarks>A route for each owner.</remarks>
    /// <example>owners: {team-checkout: checkout-chat}</example>
    public IReadOnlyDictionary<string, string> Owners { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether alerts are evaluated and shown but not sent.</summary>
    /// <value>true with the fault tolerance <c>development</c></value>
    /// <remarks>Whether the root route has a receiver.</remarks>
    /// <example>routing: {silent: true}</example>
    public bool? Silent { get; init; }

    /// <summary>How long to wait for more alerts of a group before sending the first message.</summary>
    /// <value>30s</value>
    /// <remarks>The <c>group_wait</c> of the root route.</remarks>
    /// <example>routing: {default: chat, wait: 1m}</example>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time between two messages about a group that has changed.</summary>
    /// <value>5m</value>
    /// <remarks>The <c>group_interval</c> of the root route.</remarks>
    /// <example>routing: {default: chat, interval: 10m}</example>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time after which a message about an unchanged group is repeated.</summary>
    /// <value>12h</value>
    /// <remarks>The <c>repeat_interval</c> of the root route.</remarks>
    /// <example>routing: {default: chat, repeat: 12h}</example>
    public TimeSpan Repeat { get; init; } = TimeSpan.FromHours(12);
}
