using System.Text.Json.Serialization;
using Likeness.Recordings;

namespace Likeness.Comparison;

/// <summary>A difference between the recording and this engine.</summary>
/// <param name="Rule">The rule it falls under.</param>
/// <param name="Message">The difference in one line.</param>
/// <param name="Expected">What the recording has.</param>
/// <param name="Actual">What this engine did.</param>
internal sealed record Miss(Rule Rule, string Message, string Expected = "", string Actual = "");

/// <summary>The comparison of one step.</summary>
internal sealed record StepResult
{
    public required int Step { get; init; }

    /// <summary>The command in short.</summary>
    public required string Command { get; init; }

    /// <summary>The command or option that this command line lacks; null if it has all.</summary>
    public string? Missing { get; init; }

    public IReadOnlyList<Miss> Misses { get; init; } = [];

    /// <summary>The differences by intent that occurred.</summary>
    public IReadOnlyList<string> Intents { get; init; } = [];

    [JsonIgnore]
    public bool IsExact => Missing is null && Misses.Count == 0;

    public static StepResult Unsupported(ScenarioStep step, string missing) =>
        new()
        {
            Step = step.Number,
            Command = Describe(step),
            Missing = missing,
        };

    public static string Describe(ScenarioStep step) =>
        string.Join(' ', [step.Operation, .. step.Arguments, .. step.Flags.Where(flag => flag is not ("--yes" or "--skip-preview"))]);
}

/// <summary>The comparison of a scenario.</summary>
/// <param name="Id">The scenario.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Failure">Why the scenario could not be run to its end.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record ScenarioResult(string Id, IReadOnlyList<StepResult> Steps, string? Failure, double Seconds);
