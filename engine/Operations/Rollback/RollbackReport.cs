using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Rollback;

/// <summary>Describes what a rollback did and what it could not do.</summary>
internal static class RollbackReport
{
    private static readonly (StepOperation Operation, string Words)[] Descriptions =
    [
        (StepOperation.Update, "updated back"),
        (StepOperation.Replace, "replaced back"),
        (StepOperation.Create, "created again"),
        (StepOperation.Delete, "deleted"),
    ];

    /// <summary>Summarizes the steps, e.g. <c>2 updated back, 1 deleted</c>.</summary>
    public static string Summarize(IReadOnlyDictionary<StepOperation, int> changes)
    {
        string[] parts =
        [
            .. Descriptions
                .Select(entry => (Count: changes.GetValueOrDefault(entry.Operation), entry.Words))
                .Where(entry => entry.Count > 0)
                .Select(entry => $"{entry.Count} {entry.Words}"),
        ];
        return parts.Length > 0 ? string.Join(", ", parts) : "no resource had to be changed";
    }

    /// <summary>Lists the resources that are not as they were before the update.</summary>
    /// <param name="plan">The rollback.</param>
    /// <param name="end">The state it led to.</param>
    public static IEnumerable<(Urn Urn, string Problem)> FindRemaining(RollbackPlan plan, Snapshot end)
    {
        var old = plan.Goal.State.Resources.Where(resource => !resource.Delete).ToDictionary(resource => resource.Urn);
        var current = end.Resources.Where(resource => !resource.Delete).ToDictionary(resource => resource.Urn);
        foreach (var urn in plan.Goal.Changed!)
        {
            var problem = (old.GetValueOrDefault(urn), current.GetValueOrDefault(urn)) switch
            {
                (not null, null) or (not null, { PendingReplacement: true }) => "was deleted and could not be created again",
                (null, not null) => "was created and could not be deleted",
                ({ } was, { } now) when !was.Inputs.Equals(now.Inputs) => "could not be brought back to its earlier inputs",
                (_, { InitErrors.Count: > 0 }) => "has its earlier inputs again, but is not ready",
                _ => null,
            };
            if (problem is not null)
            {
                yield return (urn, problem);
            }
        }

        foreach (var resource in end.Resources.Where(resource => resource.Delete))
        {
            yield return (resource.Urn, $"was replaced, and its object '{resource.Id}' could not be deleted");
        }

        foreach (var operation in end.PendingOperations)
        {
            yield return (
                operation.Resource.Urn,
                $"was interrupted while {operation.Type.ToString().ToLowerInvariant()}: its outcome is unknown"
            );
        }
    }
}
