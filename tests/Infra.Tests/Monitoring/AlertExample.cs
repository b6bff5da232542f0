using Infra.Backend.Monitoring.Rules;

namespace Infra.Tests.Monitoring;

/// <summary>Series that make an alert fire, and series that must not.</summary>
/// <param name="Alert">The alert's name.</param>
/// <param name="Severity">Which of those of that name.</param>
/// <param name="Fires">As promtool takes them: a selector, '|', and values a step apart.</param>
/// <param name="Quiet">Likewise.</param>
/// <param name="Minutes">How long the expression needs before it can be true.</param>
internal sealed record AlertExample(string Alert, Severity Severity, string[] Fires, string[] Quiet, int Minutes = 0)
{
    /// <summary>Between two values, and between two evaluations.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Minutes until the series begin to be such that the alert has to wait and fire.</summary>
    public int FiresFrom { get; init; }

    /// <summary>What promtool has to find when alerts wait for a time between these.</summary>
    public IEnumerable<PromtoolTest> Tests(string labels, TimeSpan shortest, TimeSpan longest)
    {
        var from = TimeSpan.FromMinutes(FiresFrom);
        var late = longest + TimeSpan.FromMinutes(Minutes) + (2 * Step);
        var early = from + shortest - Step;
        PromtoolTest.Expectation[] fires = shortest < 2 * Step
            ? [PromtoolTest.Firing(labels, late, true)]
            : [PromtoolTest.Firing(labels, early, false), PromtoolTest.Firing(labels, late, true)];
        yield return new PromtoolTest(Step, [.. Fires.Select(PromtoolTest.Series)], fires);
        yield return new PromtoolTest(Step, [.. Quiet.Select(PromtoolTest.Series)], [PromtoolTest.Firing(labels, late, false)]);
    }
}
