using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions;

/// <summary>The most load on a service under which no expectation fails.</summary>
public sealed record LoadLimit
{
    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The cluster among several of the stack; null for the only one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The scenario whose load was multiplied.</summary>
    public required string Scenario { get; init; }

    /// <summary>The service that receives the load.</summary>
    public required string Service { get; init; }

    /// <summary>How the search ended.</summary>
    public required LoadLimitOutcome Outcome { get; init; }

    /// <summary>The loads that were tried, from the lowest on.</summary>
    public required IReadOnlyList<LoadTry> Tries { get; init; }

    /// <summary>The lowest load that fails; null if none does.</summary>
    public LoadTry? Failing => Tries.FirstOrDefault(one => !one.Holds);

    /// <summary>The highest load that holds, as all lower ones do; null if the lowest fails.</summary>
    public LoadTry? Holding => Tries.TakeWhile(one => one.Holds).LastOrDefault();

    /// <summary>The lowest load above <see cref="Failing"/> that holds nevertheless; null if there is none, as usual.</summary>
    public LoadTry? HoldingAgain => Tries.SkipWhile(one => one.Holds).FirstOrDefault(one => one.Holds);
}

/// <summary>How a search for a limit ended.</summary>
public enum LoadLimitOutcome
{
    /// <summary>The limit is known.</summary>
    Found,

    /// <summary>Even the lowest load fails.</summary>
    LowestFails,

    /// <summary>Even the highest load holds.</summary>
    HighestHolds,

    /// <summary>No expectation can be judged, so none can fail.</summary>
    NothingExpected,

    /// <summary>The search was cancelled.</summary>
    Interrupted,
}

/// <summary>A load that was tried.</summary>
/// <param name="Factor">What the scenario's load was multiplied by.</param>
/// <param name="Rate">The highest requests per second.</param>
/// <param name="Expectations">What was found.</param>
public sealed record LoadTry(double Factor, double Rate, IReadOnlyList<ExpectationResult> Expectations)
{
    /// <summary>Whether no expectation failed.</summary>
    public bool Holds => Failures.Count == 0;

    /// <summary>What failed, in the order in which it did; at last what has no time.</summary>
    public IReadOnlyList<ExpectationResult> Failures { get; } = VariantFigures.InOrder(Expectations);
}
