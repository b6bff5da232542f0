using Infra.Engine.Providers;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Planning;

/// <summary>How a registered resource is brought to its goal.</summary>
internal enum RegistrationKind
{
    /// <summary>An existing object is imported, then compared.</summary>
    Import,

    /// <summary>There is no managed object: one is created.</summary>
    Create,

    /// <summary>The old resource is compared with the new inputs.</summary>
    Compare,
}

/// <summary>How a compared resource changes.</summary>
internal enum ChangeKind
{
    Same,

    Update,

    /// <summary>The replacement is created, then the old resource deleted.</summary>
    Replace,

    /// <summary>The old resource and the dependents that need a replacement are deleted, then the replacement is created.</summary>
    DeleteBeforeReplace,
}

/// <summary>Whether a replacement is allowed.</summary>
/// <param name="Refusal">Why not, or null.</param>
/// <param name="Warning">A problem that only an update refuses, or null.</param>
internal readonly record struct ReplacementVerdict(string? Refusal, string? Warning = null);

/// <summary>
/// Decides the steps of registered resources from their goals and the old state. Pure: it calls no provider and changes nothing, so that a
/// preview and an update decide on the same steps.
/// </summary>
internal static class StepGenerator
{
    /// <summary>Decides how a registration proceeds, before its provider is called.</summary>
    public static RegistrationKind Classify(ResourcePlan plan)
    {
        var (goal, old) = (plan.Goal, plan.Old?.State);
        var knownId =
            old is null || old.External ? ""
            : old.ImportId.Length > 0 ? old.ImportId
            : old.Id;
        return goal.Custom && goal.ImportId.Length > 0 && goal.ImportId != knownId ? RegistrationKind.Import
            : old is null || plan.IsOldDeleted || old.External ? RegistrationKind.Create
            : RegistrationKind.Compare;
    }

    /// <summary>Generates the steps that import an existing object. The imported resource is then compared like any other.</summary>
    public static IReadOnlyList<RegistrationStep> Import(ResourcePlan plan) =>
        plan switch
        {
            { Old: null } => [new ImportStep(plan)],
            { IsOldDeleted: true } => [new ReplaceStep(plan), new ImportStep(plan)],
            _ => [new ImportStep(plan, KeepsOld: true), new ReplaceStep(plan)],
        };

    /// <summary>
    /// Generates the steps that create a resource that is new, was deleted before its replacement, or was only read so far.
    /// </summary>
    public static IReadOnlyList<RegistrationStep> Create(ResourcePlan plan) =>
        plan switch
        {
            { Old: null } => [new CreateStep(plan)],
            { IsOldDeleted: true } => [new ReplaceStep(plan), new CreateStep(plan)],
            _ => [new CreateStep(plan, KeepsOld: true), new ReplaceStep(plan)],
        };

    /// <summary>Generates the step that reads an object this stack does not manage.</summary>
    public static IReadOnlyList<RegistrationStep> Read(ResourcePlan plan) =>
        [new ReadStep(plan, KeepsOld: plan.Old is { State.External: false })];

    /// <summary>Decides how a resource changes, from its difference.</summary>
    public static ChangeKind DecideChange(ResourcePlan plan)
    {
        var old = plan.Old!.State;
        var differs = plan.Diff.Changes == DiffChanges.Some;
        if (old.PendingReplacement || plan.IsReplacementTriggered || (differs && plan.Diff.ReplaceKeys.Count > 0))
        {
            return plan.Goal.DeleteBeforeReplace ?? plan.Diff.DeleteBeforeReplace ? ChangeKind.DeleteBeforeReplace : ChangeKind.Replace;
        }

        // A resource that did not become ready is updated although its inputs are the same.
        return differs || old.InitErrors.Count > 0 ? ChangeKind.Update : ChangeKind.Same;
    }

    /// <summary>Decides whether a resource may be replaced.</summary>
    public static ReplacementVerdict JudgeReplacement(ResourcePlan plan, bool isPreview)
    {
        const string imported =
            "previously-imported resources that still specify an ID may not be replaced; "
            + "please remove the `import` declaration from your program";
        var old = plan.Old!.State;
        return plan.New.Protect && old.Protect
                ? new ReplacementVerdict(
                    $"unable to replace resource \"{old.Urn}\"\nas it is currently marked for protection. To unprotect "
                        + "the resource, remove the `protect` flag from the resource in your Pulumi program and run `infra up`"
                )
            : plan.Goal.ImportId.Length == 0 ? default
            : isPreview ? new ReplacementVerdict(null, imported)
            : new ReplacementVerdict($"{imported} (it would be replaced because of {string.Join(", ", plan.Diff.ReplaceKeys)})");
    }

    /// <summary>Decides whether dependents may be replaced with a resource.</summary>
    public static ReplacementVerdict JudgeDependents(ResourcePlan plan, IEnumerable<TrackedResource> dependents) =>
        dependents.FirstOrDefault(dependent => dependent.State.Protect) is { State.Urn: var forbidden }
            ? new ReplacementVerdict(
                $"unable to replace resource \"{forbidden}\" as part of replacing \"{plan.New.Urn}\" as it is "
                    + "currently marked for protection. To unprotect the resource, remove the `protect` flag from the resource in your "
                    + "Pulumi program and run `infra up`"
            )
            : default;

    /// <summary>Generates the steps of a change; for a delete before replace, those after the deletions.</summary>
    public static IReadOnlyList<RegistrationStep> Change(ResourcePlan plan, ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Same => [new SameStep(plan)],
            ChangeKind.Update => [new UpdateStep(plan with { New = plan.New with { Id = plan.Old!.State.Id } })],
            ChangeKind.Replace => [new CreateStep(plan, KeepsOld: true), new ReplaceStep(plan)],
            ChangeKind.DeleteBeforeReplace => Create(plan with { IsOldDeleted = true }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
