using System.Globalization;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Calibration;

/// <summary>How far a number can be trusted.</summary>
public enum Confidence
{
    /// <summary>Within more than 30 %, or of unknown accuracy.</summary>
    Low,

    /// <summary>Within 30 %.</summary>
    Medium,

    /// <summary>Within 10 %.</summary>
    High,
}

/// <summary>A number found in recordings.</summary>
/// <param name="Value">The number.</param>
/// <param name="Error">Half of the interval in which it lies with a probability of 95 %; null if that is not known.</param>
/// <param name="Samples">The samples it was found from.</param>
/// <param name="Source">The recordings, and what was done with them.</param>
public sealed record Estimate(double Value, double? Error, int Samples, string Source)
{
    private const int FewSamples = 10;

    // No recording is more accurate than its clock and its scrapes.
    private const double LeastPart = 0.01;

    /// <summary>How far it can be trusted.</summary>
    public Confidence Confidence =>
        Error is not { } error || Samples < FewSamples ? Confidence.Low
        : error <= Math.Abs(Value) * 0.1 ? Confidence.High
        : error <= Math.Abs(Value) * 0.3 ? Confidence.Medium
        : Confidence.Low;

    /// <summary>The confidence and the source, such as <c>high: within 2 %, 288 samples; …</c>.</summary>
    public string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Confidence.ToString().ToLowerInvariant()}: {DescribeError()}, {Figures.Count(Samples, "sample")}; {Source}"
        );

    private string DescribeError() =>
        Error is not { } error ? "accuracy unknown"
        : Value == 0 ? $"± {Figures.Number(error)}"
        : $"within {Figures.Percent(Math.Max(LeastPart, error / Math.Abs(Value)))}";
}
