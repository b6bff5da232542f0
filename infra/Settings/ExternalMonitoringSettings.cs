using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>An external monitoring stack.</summary>
internal sealed record ExternalMonitoringSettings
{
    /// <summary>The endpoint for metrics, by Prometheus' remote write.</summary>
    /// <value>none</value>
    /// <remarks>Prometheus' <c>remote_write</c>.</remarks>
    /// <example>external: {prometheus: {url: "https://metrics.example.com/api/v1/write"}}</example>
    public ExternalEndpoint? Prometheus { get; init; }

    /// <summary>The endpoint for alerts. With it rules are evaluated in the stack, without it by the external monitoring.</summary>
    /// <value>none</value>
    /// <remarks>Prometheus' <c>alerting</c>.</remarks>
    /// <example>external: {alertmanager: {url: "https://alerts.example.com"}}</example>
    public ExternalEndpoint? Alertmanager { get; init; }

    /// <summary>The endpoint for logs, by Loki's push API.</summary>
    /// <value>none</value>
    /// <remarks>An output of Fluent Bit.</remarks>
    /// <example>external: {loki: {url: "https://logs.example.com"}}</example>
    public ExternalEndpoint? Loki { get; init; }

    /// <summary>The endpoint for logs, by OTLP over HTTP.</summary>
    /// <value>none</value>
    /// <remarks>An output of Fluent Bit.</remarks>
    /// <example>external: {otlp: {url: "https://otel.example.com:4318"}}</example>
    public ExternalEndpoint? Otlp { get; init; }
}

/// <summary>An endpoint and its credentials.</summary>
[ShortForm(nameof(Url))]
internal sealed record ExternalEndpoint
{
    /// <summary>The URL.</summary>
    /// <remarks>The URL in the collector's configuration.</remarks>
    /// <example>external: {loki: {url: "https://logs.example.com"}}</example>
    public required string Url { get; init; }

    /// <summary>A bearer token. Encrypt it.</summary>
    /// <value>none</value>
    /// <remarks>A Secret that the collector reads.</remarks>
    /// <example>external: {loki: {url: "https://logs.example.com", token: sandbox}}</example>
    public Text? Token { get; init; }
}
