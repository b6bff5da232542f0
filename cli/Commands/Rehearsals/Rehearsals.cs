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
                results[i] = Run(stack, plan, scenarios[i], progress.Of(scenarios[i].Name), cancellation);
            }

            return ValueTask.CompletedTask;
        });
        return [.. results.OfType<RehearsalResult>()];
    }

    /// <summary>Runs a scenario.</summary>
    /// <param name="stack">What is deployed.</param>
    /// <param name="plan">The plan, whose scenario may be that one.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="progress">Receives which part of it is done; null for none.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static RehearsalResult Run(
        StackObjects stack,
        RehearsalPlan plan,
        ScenarioChoice scenario,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        if (scenario.IsFit)
        {
            return FitCheck.Run(stack, plan.Pools, plan.Seed, cancellation);
        }

        var chosen = scenario.Ready?.Apply(plan) ?? plan;
        return RehearsalRunner.Run(stack, chosen, progress is null ? null : new PartOfTime(progress, chosen.Duration), cancellation);
    }

    /// <summary>Reports on the thread of the rehearsal: <see cref="Progress{T}"/> would reorder reports.</summary>
    private sealed class PartOfTime(IProgress<double> progress, TimeSpan duration) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value) => progress.Report(Math.Min(1, value / duration));
    }
}
