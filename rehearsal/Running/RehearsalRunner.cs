using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Running;

/// <summary>Rehearses a stack.</summary>
public static class RehearsalRunner
{
    /// <summary>Rehearses a scenario with the request model of the rehearsal.</summary>
    /// <param name="stack">What is deployed.</param>
    /// <param name="plan">The scenario.</param>
    /// <param name="progress">Told after each step how far the scenario is; null for none.</param>
    /// <param name="cancellation">Ends the rehearsal early: the result is that of what was reached.</param>
    /// <exception cref="CyclicCallException">Services call each other in a circle.</exception>
    public static RehearsalResult Run(
        StackObjects stack,
        RehearsalPlan plan,
        IProgress<TimeSpan>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        var clients = new Dictionary<string, ClientBehaviour>(StringComparer.Ordinal);
        foreach (var load in plan.Loads)
        {
            clients.TryAdd(load.Service, load.Client);
        }

        var model = new RequestModel([.. plan.Services.Select(service => service.Behaviour)], clients, plan.CallDepth - 1);
        return Run(stack, plan, model, progress, cancellation);
    }

    /// <summary>
    /// Rehearses a scenario in virtual time. Before it starts, the objects are applied, all pods get ready, and the load of its first
    /// moment is present for a while. The same stack, plan and seed give the same result.
    /// </summary>
    /// <param name="stack">What is deployed.</param>
    /// <param name="plan">The scenario.</param>
    /// <param name="model">What happens to requests; not used before.</param>
    /// <param name="progress">Told after each step how far the scenario is; null for none.</param>
    /// <param name="cancellation">Ends the rehearsal early: the result is that of what was reached.</param>
    public static RehearsalResult Run(
        StackObjects stack,
        RehearsalPlan plan,
        IRequestModel model,
        IProgress<TimeSpan>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(model);
        using var run = new RehearsalRun(stack, plan, model);
        return run.Run(progress, cancellation);
    }
}
