using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Running;
using Infra.Rehearsal.Stacks;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>Runs rehearsals, several at a time. Each is alone on its own simulated cluster.</summary>
internal static class Rehearsals
{
    /// <summary>Runs scenarios.</summary>
    /// <param name="stack">What is deployed.</param>
    /// <param name="plan">The plan, whose scenario may be one of them.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <param name="progress">Receives how far they are.</param>
    /// <param name="cancellation">Ends them early.</param>
    /// <returns>The results in the order of the scenarios; when cancelled, those of what was reached.</returns>
    public static async Task<IReadOnlyList<RehearsalResult>> RunAsync(
        StackObjects stack,
        RehearsalPlan plan,
        IReadOnlyList<ScenarioChoice> scenarios,
        RehearsalProgress progress,
        CancellationToken cancellation
    )
    {
        var results = new RehearsalResult?[scenarios.Count];
        await Parallel.ForAsync(0, scenarios.Count, CancellationToken.None, (i, _) =>
        {
            if (i == 0 || !cancellation.IsCancellationRequested)
            {
                results[i] = Run(stack, plan, scenarios[i], progress, cancellation);
            }

            return ValueTask.CompletedTask;
        });
        return [.. results.OfType<RehearsalResult>()];
    }

    private static RehearsalResult Run(
        StackObjects stack,
        RehearsalPlan plan,
        ScenarioChoice scenario,
        RehearsalProgress progress,
        CancellationToken cancellation
    )
    {
        if (scenario.IsFit)
        {
            return FitCheck.Run(stack, plan.Pools, plan.Seed, cancellation);
        }

        var chosen = scenario.Ready?.Apply(plan) ?? plan;
        return RehearsalRunner.Run(stack, chosen, progress.Of(scenario.Name, chosen.Duration), cancellation);
    }
}
