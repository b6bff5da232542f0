using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Rehearsals;

/// <summary>Load on a service from outside.</summary>
[ShortForm(nameof(Rps))]
internal sealed record LoadSettings
{
    /// <summary>A constant number of requests per second.</summary>
    /// <value>none: <c>rate</c>, <c>wave</c> or <c>file</c> says it</value>
    /// <remarks>Requests at the service.</remarks>
    /// <example>load: {gateway: 40}</example>
    public double? Rps { get; init; }

    /// <summary>Requests per second at times; between two of them in a straight line.</summary>
    /// <value>none</value>
    /// <remarks>Requests at the service.</remarks>
    /// <example>rate: [{at: 0m, rps: 40}, {at: 20m, rps: 600}]</example>
    public ImmutableArray<RatePointSettings> Rate { get; init; } = [];

    /// <summary>A wave, such as that of a day.</summary>
    /// <value>none</value>
    /// <remarks>Requests at the service.</remarks>
    /// <example>wave: {low: 50, high: 400, peakAt: 14h}</example>
    public WaveSettings? Wave { get; init; }

    /// <summary>
    /// A recorded load: a CSV file with two columns, the seconds from the start and the requests per second, named from the folder of the
    /// scenario.
    /// </summary>
    /// <value>none</value>
    /// <remarks>Requests at the service.</remarks>
    /// <example>file: black-friday.csv</example>
    public string? File { get; init; }

    /// <summary>How the clients behave.</summary>
    /// <value>they wait for 30 s and do not repeat</value>
    /// <remarks>Which requests fail, and how many are repeated.</remarks>
    /// <example>clients: {timeout: 2s, retries: 2}</example>
    public ClientSettings Clients { get; init; } = new();
}

/// <summary>A rate at a time.</summary>
internal sealed record RatePointSettings
{
    /// <summary>The time from the start.</summary>
    /// <remarks>When the service has this load.</remarks>
    /// <example>{at: 20m, rps: 600}</example>
    public required TimeSpan At { get; init; }

    /// <summary>The requests per second.</summary>
    /// <remarks>Requests at the service.</remarks>
    /// <example>{at: 20m, rps: 600}</example>
    public required double Rps { get; init; }
}

/// <summary>A load that rises and falls as a sine.</summary>
internal sealed record WaveSettings
{
    /// <summary>The lowest requests per second.</summary>
    /// <remarks>Requests at the service.</remarks>
    /// <example>wave: {low: 50, high: 400}</example>
    public required double Low { get; init; }

    /// <summary>The highest requests per second.</summary>
    /// <remarks>Requests at the service.</remarks>
    /// <example>wave: {low: 50, high: 400}</example>
    public required double High { get; init; }

    /// <summary>From one peak to the next.</summary>
    /// <value>24h</value>
    /// <remarks>How fast the load rises.</remarks>
    /// <example>wave: {low: 50, high: 400, period: 12h}</example>
    public TimeSpan Period { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The time of the first peak.</summary>
    /// <value>half of <c>period</c></value>
    /// <remarks>When the load is highest.</remarks>
    /// <example>wave: {low: 50, high: 400, peakAt: 14h}</example>
    public TimeSpan? PeakAt { get; init; }
}

/// <summary>How clients behave.</summary>
internal sealed record ClientSettings
{
    /// <summary>How long they wait for each attempt.</summary>
    /// <value>the timeout of the service's route, and else 30s</value>
    /// <remarks>Attempts that last longer fail.</remarks>
    /// <example>clients: {timeout: 2s}</example>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often they repeat a failed request.</summary>
    /// <value>never</value>
    /// <remarks>More requests at a service that fails.</remarks>
    /// <example>clients: {timeout: 2s, retries: 2}</example>
    [Range(0, 20)]
    public int? Retries { get; init; }

    /// <summary>How long they wait before they repeat.</summary>
    /// <value>0s</value>
    /// <remarks>When repeated requests arrive.</remarks>
    /// <example>clients: {retries: 2, backOff: 1s}</example>
    public TimeSpan? BackOff { get; init; }
}
