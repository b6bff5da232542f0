using Infra.Backend.Monitoring.Rules;

namespace Infra.Tests.Monitoring;

/// <summary>Series with which an alert fires, and series with which it does not.</summary>
internal sealed record AlertExample
{
    public required string Alert { get; init; }

    /// <summary>Distinguishes alerts of the same name.</summary>
    public required Severity Severity { get; init; }

    public required IReadOnlyList<PromtoolTest.InputSeries> Fires { get; init; }

    public required IReadOnlyList<PromtoolTest.InputSeries> Quiet { get; init; }

    /// <summary>The minutes of samples that the expression needs before it can be true.</summary>
    public int Minutes { get; init; }

    /// <summary>The interval of the samples and of the evaluation.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The minute from which on the expression is true.</summary>
    public int FiresFrom { get; init; }

    /// <summary>The tests for alerts whose waiting times are between the two.</summary>
    public IEnumerable<PromtoolTest> Tests(string labels, TimeSpan shortest, TimeSpan longest)
    {
        var from = TimeSpan.FromMinutes(FiresFrom);
        var late = longest + TimeSpan.FromMinutes(Minutes) + (2 * Step);
        var early = from + shortest - Step;
        PromtoolTest.Expectation[] fires =
            shortest < 2 * Step
                ? [PromtoolTest.Firing(labels, late, true)]
                : [PromtoolTest.Firing(labels, early, false), PromtoolTest.Firing(labels, late, true)];
        yield return new PromtoolTest(Step, Fires, fires);
        yield return new PromtoolTest(Step, Quiet, [PromtoolTest.Firing(labels, late, false)]);
    }
}
