using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Planning;

/// <summary>Creates the state a goal leads to, before its provider has checked the inputs.</summary>
internal static class GoalState
{
    public static ResourceState Create(ResourceGoal goal, UrnRegistry.Registration registration) =>
        new()
        {
            Urn = registration.Urn,
            Custom = goal.Custom,
            Type = goal.Type,
            Inputs = goal.Properties,
            Parent = goal.Parent,
            Protect = goal.Protect ?? false,
            Dependencies = goal.Dependencies,
            Provider = goal.Provider,
            PropertyDependencies = goal.PropertyDependencies,
            AdditionalSecretOutputs = goal.AdditionalSecretOutputs,
            Aliases = registration.Alias.IsEmpty ? [] : [registration.Alias],
            CustomTimeouts = goal.CustomTimeouts,
            ImportId = goal.ImportId,
            RetainOnDelete = goal.RetainOnDelete ?? false,
            DeletedWith = goal.DeletedWith,
            IgnoreChanges = goal.IgnoreChanges,
            ReplaceOnChanges = goal.ReplaceOnChanges,
            ReplaceWith = goal.ReplaceWith,
            HideDiffs = goal.HideDiffs,
            ReplacementTrigger = goal.ReplacementTrigger,
            Hooks = goal.Hooks,
            Created = registration.Old?.State.Created ?? "",
            Modified = registration.Old?.State.Modified ?? "",
        };
}
