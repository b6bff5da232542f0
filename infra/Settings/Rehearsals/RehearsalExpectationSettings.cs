using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings.Rehearsals;

/// <summary>What must hold in a rehearsal.</summary>
internal sealed record RehearsalExpectationSettings
{
    /// <summary>What the nodes may cost.</summary>
    /// <value>any amount</value>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>cost: {perMonth: 2500}</example>
    public RehearsalCostSettings? Cost { get; init; }

    /// <summary>The longest time for which a pod may wait for a node.</summary>
    /// <value>2m</value>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>pending: 2m</example>
    public TimeSpan Pending { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What must hold for services, by their names, instead of what the catalogue says.</summary>
    /// <value>the catalogue's <c>slo</c>, <c>health.detectWithin</c> and disruption budgets</value>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>services: {gateway: {availability: 99.5, latency: {under: 800ms, for: 99}, min: 2}}</example>
    public IReadOnlyDictionary<string, ServiceExpectationSettings> Services { get; init; } =
        ImmutableDictionary<string, ServiceExpectationSettings>.Empty;
}

/// <summary>What nodes may cost.</summary>
internal sealed record RehearsalCostSettings
{
    /// <summary>In a month of days like the rehearsal's, in the currency of the prices.</summary>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>cost: {perMonth: 2500}</example>
    public required double PerMonth { get; init; }
}

/// <summary>What must hold for a service.</summary>
internal sealed record ServiceExpectationSettings
{
    /// <summary>The percentage of its requests that must not fail.</summary>
    /// <value>the catalogue's <c>slo.availability</c></value>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>{availability: 99.5}</example>
    public double? Availability { get; init; }

    /// <summary>How fast its requests must be.</summary>
    /// <value>the catalogue's <c>slo.latency</c></value>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>{latency: {under: 800ms, for: 99}}</example>
    public LatencyObjectiveSettings? Latency { get; init; }

    /// <summary>The longest time for which a failed pod may receive requests.</summary>
    /// <value>the catalogue's <c>health.detectWithin</c></value>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>{detectWithin: 45s}</example>
    public TimeSpan? DetectWithin { get; init; }

    /// <summary>The fewest pods that must be ready at any time.</summary>
    /// <value>what its disruption budget leaves of its fewest pods</value>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>{min: 2}</example>
    [Range(0, 10_000)]
    public int? Min { get; init; }
}
