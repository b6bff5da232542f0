using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>The metrics of a store, in a stack with <c>monitoring</c>.</summary>
[ShortForm(nameof(Enabled))]
internal sealed record StoreMetricsSettings
{
    /// <summary>Whether the store has metrics, where its kind and form offer any.</summary>
    /// <value>true</value>
    /// <remarks>
    /// A worker <c>&lt;store&gt;-exporter</c>, or what the servers offer themselves; a scrape job, network policies, alerts and a
    /// dashboard.
    /// </remarks>
    /// <example>metrics: false</example>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// The name of an existing Secret with the keys <c>username</c> and <c>password</c> of a user who may read the server's statistics.
    /// </summary>
    /// <value>
    /// none: the user of a container is created; without it, an external store or a container with <c>secret</c> has no metrics if its kind
    /// has users
    /// </value>
    /// <remarks>The variables of the exporter.</remarks>
    /// <example>metrics: {secret: orders-db-metrics}</example>
    public string? Secret { get; init; }
}
