namespace Infra.Reports;

/// <summary>A suite of tests in JUnit's form. CI systems tell tests apart by the names of suite and case, so both must be stable.</summary>
public sealed record JunitSuite
{
    /// <summary>The name, which is the class name of its cases as well.</summary>
    public required string Name { get; init; }

    /// <summary>What describes the whole run.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>The cases.</summary>
    public required IReadOnlyList<JunitCase> Cases { get; init; }
}

/// <summary>A test.</summary>
/// <param name="Name">The name within its suite.</param>
/// <param name="Problem">Why it did not pass; null if it did.</param>
public sealed record JunitCase(string Name, JunitProblem? Problem = null);

/// <summary>Why a test did not pass.</summary>
/// <param name="Kind">What happened to the test.</param>
/// <param name="Message">The reason in a line.</param>
public sealed record JunitProblem(JunitProblemKind Kind, string Message)
{
    /// <summary>The kind of reason, for a failure or an error.</summary>
    public string? Type { get; init; }

    /// <summary>The reason in full; null where the message has all of it.</summary>
    public string? Details { get; init; }
}

/// <summary>What happened to a test that did not pass.</summary>
public enum JunitProblemKind
{
    /// <summary>What it expects does not hold.</summary>
    Failure,

    /// <summary>It could not run to its end.</summary>
    Error,

    /// <summary>It did not run.</summary>
    Skipped,
}
