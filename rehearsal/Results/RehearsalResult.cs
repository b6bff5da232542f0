namespace Infra.Rehearsal.Results;

/// <summary>What a rehearsal found out. Reports are made of it alone.</summary>
public sealed record RehearsalResult
{
    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The cluster among several of the stack; null for the only one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The name of the scenario, ready-made or of a file.</summary>
    public required string Scenario { get; init; }

    /// <summary>The seed of all random choices.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How long the scenario is.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How far the rehearsal came; less than <see cref="Duration"/> if it was interrupted.</summary>
    public required TimeSpan Reached { get; init; }

    /// <summary>Whether each expectation holds. Without expectations nothing failed.</summary>
    public required IReadOnlyList<ExpectationResult> Expectations { get; init; }

    /// <summary>The services, in the order of the catalogue.</summary>
    public required IReadOnlyList<ServiceTimeline> Services { get; init; }

    /// <summary>The nodes, in the order in which they were added.</summary>
    public required IReadOnlyList<NodeTimeline> Nodes { get; init; }

    /// <summary>What happened, by time.</summary>
    public required IReadOnlyList<TimelineEvent> Events { get; init; }

    /// <summary>What the nodes cost; null if no pool has a price.</summary>
    public CostEstimate? Cost { get; init; }

    /// <summary>What was assumed, and where each number comes from.</summary>
    public required IReadOnlyList<Assumption> Assumptions { get; init; }

    /// <summary>What would make failed expectations hold, or cost less.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>Whether it ran to its end.</summary>
    public bool IsComplete => Reached >= Duration;

    /// <summary>Whether no expectation failed.</summary>
    public bool Holds => Expectations.All(expectation => expectation.Outcome != ExpectationOutcome.Failed);
}

/// <summary>Whether an expectation holds.</summary>
public enum ExpectationOutcome
{
    /// <summary>It holds.</summary>
    Held,

    /// <summary>It does not hold.</summary>
    Failed,

    /// <summary>The rehearsal cannot tell, for the reason given as its cause.</summary>
    Unknown,
}

/// <summary>An expectation and what was found.</summary>
public sealed record ExpectationResult
{
    /// <summary>The service, the pool or the budget that it is about; <c>stack</c> for the whole.</summary>
    public required string Subject { get; init; }

    /// <summary>What is expected, such as <c>latency p99</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it holds.</summary>
    public required ExpectationOutcome Outcome { get; init; }

    /// <summary>The worst value found, with its unit, such as <c>812 ms</c>; empty if nothing was found.</summary>
    public required string Figure { get; init; }

    /// <summary>The limit, with its relation and unit, such as <c>≤ 500 ms</c>.</summary>
    public required string Limit { get; init; }

    /// <summary>When it did not hold; empty if it held.</summary>
    public IReadOnlyList<Period> Periods { get; init; } = [];

    /// <summary>Why it does not hold, such as <c>catalog at its maximum of 8, cpu 97 %</c>; null if it holds.</summary>
    public string? Cause { get; init; }

    /// <summary>What would make it hold, such as <c>replicas: about 11 would hold</c>; null if it holds or nothing is known.</summary>
    public string? Remedy { get; init; }

    /// <summary>Where the limit was set, as <c>file:line</c>, or a description of the default.</summary>
    public required string Source { get; init; }
}

/// <summary>A part of the time of a rehearsal.</summary>
/// <param name="From">Its start, from the start of the rehearsal.</param>
/// <param name="Until">Its end, from the start of the rehearsal.</param>
public sealed record Period(TimeSpan From, TimeSpan Until);

/// <summary>What the nodes cost.</summary>
/// <param name="Whole">During the rehearsal.</param>
/// <param name="PerDay">In a day of the same kind.</param>
/// <param name="PerMonth">In a month of such days: 365 / 12 of them.</param>
/// <param name="Pools">During the rehearsal, by pool.</param>
public sealed record CostEstimate(double Whole, double PerDay, double PerMonth, IReadOnlyDictionary<string, double> Pools);

/// <summary>A number that the rehearsal is based on.</summary>
/// <param name="Subject">The service or pool; <c>stack</c> for the whole.</param>
/// <param name="Name">The setting, such as <c>cpu</c>.</param>
/// <param name="Value">Its value, with its unit.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Place">For what was declared <c>file:line</c>, for what was measured its source, for a default the reason.</param>
public sealed record Assumption(string Subject, string Name, string Value, AssumptionOrigin Origin, string Place);

/// <summary>Where a number comes from.</summary>
public enum AssumptionOrigin
{
    /// <summary>It is written in the scenario, the catalogue or the stack.</summary>
    Declared,

    /// <summary>It was calibrated from metrics.</summary>
    Measured,

    /// <summary>It is a default of the rehearsal.</summary>
    Default,
}
