using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Scenarios;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>A scenario to run: that of a file, a ready-made one, or the check whether everything fits.</summary>
internal sealed record ScenarioChoice
{
    private const string Fit = "fit";

    private ScenarioChoice(string name) => Name = name;

    /// <summary>The names of the scenarios that need no file.</summary>
    public static IEnumerable<string> ReadyNames => ReadyScenario.All.Select(scenario => scenario.Name).Prepend(Fit);

    public string Name { get; }

    /// <summary>Whether it is the check whether everything fits, which has no course of events.</summary>
    public bool IsFit { get; private init; }

    /// <summary>The ready-made scenario; null for others.</summary>
    public ReadyScenario? Ready { get; private init; }

    /// <summary>Chooses what to run: the scenarios that are named, or all ready-made ones that the plan has the numbers for.</summary>
    /// <param name="file">The scenario of a file; null for none.</param>
    /// <param name="ready">The names of ready-made scenarios.</param>
    /// <param name="plan">The plan, with the numbers of the file.</param>
    /// <exception cref="UsageException">The plan lacks the load that a scenario needs.</exception>
    public static IReadOnlyList<ScenarioChoice> Choose(string? file, IReadOnlyCollection<string> ready, RehearsalPlan plan)
    {
        if (ready.Count == 0)
        {
            return file is not null
                ? [new ScenarioChoice(file)]
                : [.. ReadyNames.Select(Create).Where(choice => choice.Ready is not { NeedsLoad: true })];
        }

        ScenarioChoice[] choices = [.. ready.Distinct(StringComparer.Ordinal).Select(Create)];
        return plan.Loads.Count == 0 && Array.Find(choices, choice => choice.Ready is { NeedsLoad: true }) is { } unloaded
            ? throw new UsageException(
                $"the scenario '{unloaded.Name}' needs a load: write 'load: {{<service>: {{rate: [{{at: 0m, rps: 40}}]}}}}' in "
                    + $"stacks/rehearsals/<name>.yaml, and run 'infra rehearse <name> --scenario {unloaded.Name}'",
                ExitCode.Configuration
            )
            : choices;
    }

    /// <summary>Chooses the one scenario that a question is about.</summary>
    /// <param name="file">The scenario of a file; null for none.</param>
    /// <param name="ready">The names of ready-made scenarios.</param>
    /// <param name="plan">The plan, with the numbers of the file.</param>
    /// <param name="option">The option that asks the question.</param>
    /// <exception cref="UsageException">No scenario or several are given, or the plan lacks the load that it needs.</exception>
    public static ScenarioChoice ChooseOne(string? file, IReadOnlyCollection<string> ready, RehearsalPlan plan, string option) =>
        ready.Distinct(StringComparer.Ordinal).Skip(1).Any()
            ? throw new UsageException($"{option} rehearses one scenario: leave out all but one --scenario", ExitCode.Configuration)
        : file is null && ready.Count == 0
            ? throw new UsageException(
                $"{option} rehearses one scenario: name one of stacks/rehearsals, as in 'infra rehearse <name> {option} …', "
                    + $"or add --scenario {string.Join("|", ReadyNames)}",
                ExitCode.Configuration
            )
        : Choose(file, ready, plan)[0];

    /// <summary>Finds a ready-made scenario with a course of events; null for another name of <see cref="ReadyNames"/>.</summary>
    public static ReadyScenario? FindReady(string name) => ReadyScenario.All.FirstOrDefault(scenario => scenario.Name == name);

    private static ScenarioChoice Create(string name) => new(name) { IsFit = name == Fit, Ready = FindReady(name) };
}
