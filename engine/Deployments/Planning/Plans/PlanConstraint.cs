using Infra.Engine.Events;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Planning.Plans;

/// <summary>
/// Allows only the steps of a plan, by Pulumi's rules: a step may do less than planned (nothing instead of an update, an update
/// instead of a replacement), and inputs may differ only where the plan has unknowns. Serves one deployment.
/// </summary>
internal sealed class PlanConstraint : IStepReview
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Urn, PlannedResource> _planned;
    private readonly Dictionary<Urn, Queue<StepOperation>> _remaining;
    private readonly HashSet<Urn> _seen = [];

    public PlanConstraint(IReadOnlyList<PlannedResource> planned)
    {
        _planned = planned.ToDictionary(resource => resource.Urn);
        _remaining = planned.ToDictionary(resource => resource.Urn, resource => new Queue<StepOperation>(resource.Operations));
    }

    /// <summary>Gets the planned seed of a resource, so that its automatic name is the planned one.</summary>
    public byte[]? FindSeed(Urn urn) =>
        _planned.TryGetValue(urn, out var resource) && !resource.Seed.IsEmpty ? resource.Seed.ToArray() : null;

    public string? Review(Step step)
    {
        lock (_gate)
        {
            _seen.Add(step.Urn);
            return CheckOperation(step) ?? CheckGoal(step);
        }
    }

    public IReadOnlyList<(Urn Urn, string Problem)> FindOmissions()
    {
        lock (_gate)
        {
            return
            [
                .. _planned
                    .Values.Where(resource => !_seen.Contains(resource.Urn))
                    .Select(resource => (resource.Urn, $"expected resource operations for {resource.Urn} but none were seen")),
            ];
        }
    }

    private string? CheckOperation(Step step)
    {
        var name = step.Operation.Name();
        if (!_remaining.TryGetValue(step.Urn, out var remaining))
        {
            return $"{name} is not allowed by the plan: no steps were expected for this resource";
        }

        if (!remaining.TryDequeue(out var planned))
        {
            return $"{name} is not allowed by the plan: no more steps were expected for this resource";
        }

        if (step.Operation == planned)
        {
            return null;
        }

        if (!DoesLess(step.Operation, planned))
        {
            return $"{name} is not allowed by the plan: this resource is constrained to {planned.Name()}";
        }

        // The parts of a replacement that is not needed.
        while (
            remaining.TryPeek(out var next)
            && next is StepOperation.Replace or StepOperation.CreateReplacement or StepOperation.DeleteReplaced
        )
        {
            remaining.Dequeue();
        }

        return null;
    }

    private string? CheckGoal(Step step)
    {
        if (step is not RegistrationStep registration || step is SkippedCreateStep)
        {
            return null;
        }

        string[] problems = _planned[step.Urn].Goal is { } goal
            ? [.. GoalConstraint.FindDifferences(goal, registration.Plan.New)]
            : ["the plan has no goal state of this resource"];
        return problems.Length == 0 ? null : $"resource {step.Urn} violates plan: {string.Join("; ", problems)}";
    }

    private static bool DoesLess(StepOperation actual, StepOperation planned) =>
        (actual, planned) switch
        {
            (StepOperation.Same, StepOperation.Create or StepOperation.Update) => true,
            (StepOperation.Update, StepOperation.Create) => true,
            (
                StepOperation.Same
                    or StepOperation.Update,
                StepOperation.Replace
                    or StepOperation.CreateReplacement
                    or StepOperation.DeleteReplaced
            ) => true,
            _ => false,
        };
}
