using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Planning.Diffing;

/// <summary>The effect of another provider instance on a resource.</summary>
internal enum ProviderChange
{
    None,

    /// <summary>The new provider decides by comparing its configuration with the old one's.</summary>
    AskProvider,

    Replace,
}

/// <summary>Decides the difference between an old resource and its goal from its provider's answer and the resource's options.</summary>
internal static class ResourceDiff
{
    /// <summary>Creates the difference of a resource that must be replaced for a reason outside its own properties.</summary>
    public static DiffResult Replacement(string reason) => new() { Changes = DiffChanges.Some, ReplaceKeys = [reason] };

    /// <summary>Decides the effect of a changed provider reference.</summary>
    /// <param name="before">The provider of the old resource; null for a component.</param>
    /// <param name="after">The provider of the new one.</param>
    /// <param name="getCurrent">Gives the present URN of an old one.</param>
    public static ProviderChange CompareProviders(ProviderReference? before, ProviderReference? after, Func<Urn, Urn> getCurrent) =>
        (before, after) switch
        {
            _ when before == after => ProviderChange.None,
            ({ } old, { } @new) when old.Id == @new.Id && getCurrent(old.Urn) == @new.Urn => ProviderChange.None,
            (not null, not null) => ProviderChange.AskProvider,
            _ => ProviderChange.Replace,
        };

    /// <summary>Decides the difference.</summary>
    /// <param name="plan">The resource, its new inputs checked.</param>
    /// <param name="answer">The provider's answer; null for a component, whose inputs are compared here.</param>
    /// <exception cref="FormatException">A path in the resource's options is malformed.</exception>
    public static DiffResult Decide(ResourcePlan plan, DiffResult? answer)
    {
        var (goal, old, inputs) = (plan.Goal, plan.Old!.State, plan.New.Inputs);
        if (answer is null)
        {
            return InputDiff.Compare(old.Inputs, inputs);
        }

        if (answer.Changes == DiffChanges.Unknown)
        {
            answer = InputDiff.Compare(old.Inputs, IgnoredChanges.Apply(inputs, old.Inputs, goal.IgnoreChanges).Inputs) with
            {
                ReplaceKeys = answer.ReplaceKeys,
                DeleteBeforeReplace = answer.DeleteBeforeReplace,
            };
        }

        return ReplaceOnChanges.Apply(answer, goal.ReplaceOnChanges, old.InitErrors.Count > 0);
    }
}
