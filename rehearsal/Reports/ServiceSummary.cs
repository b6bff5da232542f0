using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports;

/// <summary>A service in a few figures.</summary>
internal sealed record ServiceSummary
{
    public required string Service { get; init; }

    /// <summary>The lowest and the highest rate of begun requests; both 0 for a service without load.</summary>
    public required (double Lowest, double Highest) Rate { get; init; }

    /// <summary>The fewest and the most ready pods.</summary>
    public required (int Fewest, int Most) Ready { get; init; }

    /// <summary>The highest use of CPU as a part of what its pods request; null if they request none.</summary>
    public required double? Cpu { get; init; }

    /// <summary>The most memory that its pods use together.</summary>
    public required double Memory { get; init; }

    /// <summary>The p99 of all its requests; null without any.</summary>
    public required TimeSpan? Latency99 { get; init; }

    /// <summary>The part of its requests that failed; null without any.</summary>
    public required double? Failed { get; init; }

    public bool HasLoad => Rate.Highest > 0;

    public static ServiceSummary Of(ServiceTimeline timeline)
    {
        var samples = timeline.Samples;
        var utilisation = samples.Where(sample => sample.CpuRequested > 0).Select(sample => sample.Cpu / sample.CpuRequested).ToList();
        var (succeeded, failed) = (samples.Sum(sample => sample.Succeeded), samples.Sum(sample => sample.Failed));
        return new ServiceSummary
        {
            Service = SafeText.Line(timeline.Service),
            Rate = samples.Count > 0 ? (samples.Min(sample => sample.Begun), samples.Max(sample => sample.Begun)) : (0, 0),
            Ready = samples.Count > 0 ? (samples.Min(sample => sample.Ready), samples.Max(sample => sample.Ready)) : (0, 0),
            Cpu = utilisation.Count > 0 ? utilisation.Max() : null,
            Memory = samples.Count > 0 ? samples.Max(sample => sample.Memory) : 0,
            Latency99 = timeline.Latency.Quantile(0.99),
            Failed = succeeded + failed > 0 ? failed / (succeeded + failed) : null,
        };
    }
}
