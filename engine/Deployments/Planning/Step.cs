using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Planning;

/// <summary>One action on one resource, decided but not carried out.</summary>
internal abstract record Step
{
    public abstract StepOperation Operation { get; }

    public abstract Urn Urn { get; }

    /// <summary>Describes the step as events show it, with the old state as of now.</summary>
    public abstract StepDescription Describe();
}

/// <summary>A step that brings a registered resource closer to its goal.</summary>
internal abstract record RegistrationStep(ResourcePlan Plan) : Step
{
    public override Urn Urn => Plan.New.Urn;

    /// <summary>The creation of a replacement is part of the logical step <see cref="ReplaceStep"/>.</summary>
    protected virtual bool IsLogical => true;

    public override StepDescription Describe() =>
        new()
        {
            Operation = Operation,
            Urn = Urn,
            Old = Plan.Old?.State,
            New = Plan.New,
            ReplaceKeys = Plan.Diff.ReplaceKeys,
            ChangedKeys = Plan.Diff.ChangedKeys,
            DetailedDiff = Plan.Diff.DetailedDiff,
            IsLogical = IsLogical,
        };
}

/// <summary>Leaves a resource as it is.</summary>
internal sealed record SameStep(ResourcePlan Plan) : RegistrationStep(Plan)
{
    public override StepOperation Operation => StepOperation.Same;
}

/// <summary>Leaves out the creation of a resource that the user's selection does not include.</summary>
internal sealed record SkippedCreateStep(ResourcePlan Plan) : RegistrationStep(Plan)
{
    public override StepOperation Operation => StepOperation.Same;

    public override StepDescription Describe() => base.Describe() with { Old = Plan.New };
}

/// <summary>Changes a resource in place.</summary>
internal sealed record UpdateStep(ResourcePlan Plan) : RegistrationStep(Plan)
{
    public override StepOperation Operation => StepOperation.Update;
}

/// <summary>Creates a resource, or the replacement of an old one.</summary>
/// <param name="Plan">The resource to create, and the one it replaces.</param>
/// <param name="KeepsOld">True where the old resource still exists and is deleted after its dependents have been updated.</param>
internal sealed record CreateStep(ResourcePlan Plan, bool KeepsOld = false) : RegistrationStep(Plan)
{
    public override StepOperation Operation => Plan.Old is null ? StepOperation.Create : StepOperation.CreateReplacement;

    protected override bool IsLogical => Plan.Old is null;

    public override StepDescription Describe() =>
        Plan.DependencyKeys.Count == 0 ? base.Describe() : base.Describe() with { ReplaceKeys = Plan.DependencyKeys };
}

/// <summary>Imports an existing object, as a new resource or a replacement.</summary>
/// <inheritdoc cref="CreateStep"/>
internal sealed record ImportStep(ResourcePlan Plan, bool KeepsOld = false) : RegistrationStep(Plan)
{
    public override StepOperation Operation => Plan.Old is null ? StepOperation.Import : StepOperation.ImportReplacement;

    protected override bool IsLogical => Plan.Old is null;
}

/// <summary>Reads an object this stack does not manage, as a new resource or a replacement.</summary>
/// <inheritdoc cref="CreateStep"/>
internal sealed record ReadStep(ResourcePlan Plan, bool KeepsOld = false) : RegistrationStep(Plan)
{
    public override StepOperation Operation => KeepsOld ? StepOperation.ReadReplacement : StepOperation.Read;

    protected override bool IsLogical => !KeepsOld;
}

/// <summary>Publishes that a creation and a deletion together replace a resource.</summary>
internal sealed record ReplaceStep(ResourcePlan Plan) : RegistrationStep(Plan)
{
    public override StepOperation Operation => StepOperation.Replace;
}

/// <summary>A step that removes a resource of the old state.</summary>
internal abstract record DeletionStep(TrackedResource Resource) : Step
{
    public override Urn Urn => Resource.State.Urn;
}

/// <summary>Deletes a resource, or only its record where the stack does not own the object.</summary>
internal sealed record DeleteStep(TrackedResource Resource) : DeletionStep(Resource)
{
    /// <summary>True where another resource takes its place.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>True where the record stays, marked, until the replacement is created.</summary>
    public bool AwaitsReplacement { get; init; }

    /// <summary>False where there is no object to delete: only the record goes.</summary>
    public required bool CallsProvider { get; init; }

    public override StepOperation Operation =>
        (Resource.State.External, IsReplaced) switch
        {
            (true, true) => StepOperation.DiscardReplaced,
            (true, false) => StepOperation.Discard,
            (false, true) => StepOperation.DeleteReplaced,
            (false, false) => StepOperation.Delete,
        };

    public override StepDescription Describe() =>
        new()
        {
            Operation = Operation,
            Urn = Urn,
            Old = Resource.State,
            IsLogical = !IsReplaced,
        };
}

/// <summary>Removes the record of a resource that an earlier deployment deleted to replace it.</summary>
internal sealed record RemovePendingReplacementStep(TrackedResource Resource) : DeletionStep(Resource)
{
    public override StepOperation Operation => StepOperation.DeleteReplaced;

    public override StepDescription Describe() =>
        new()
        {
            Operation = Operation,
            Urn = Urn,
            Old = Resource.State,
            IsLogical = false,
        };
}
