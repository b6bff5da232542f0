using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Diffing;

/// <summary>
/// The impact on a dependent when resources it depends on are deleted before they are replaced.
/// </summary>
/// <param name="IsReplaced">True where it must be replaced as well.</param>
/// <param name="AffectedInputs">Where its provider decides: its inputs, with those unknown that come from the replaced resources; else
/// null.</param>
internal readonly record struct DependentImpact(bool IsReplaced, PropertyMap? AffectedInputs = null)
{
    /// <summary>Decides the impact of replaced resources on one of their dependents.</summary>
    public static DependentImpact Decide(ResourceState dependent, IReadOnlySet<Urn> replaced)
    {
        if (!dependent.Custom || dependent.External)
        {
            return default;
        }

        if (
            (dependent.Provider is { } provider && replaced.Contains(provider.Urn))
            || replaced.Contains(dependent.DeletedWith)
            || dependent.ReplaceWith.Any(replaced.Contains)
        )
        {
            return new DependentImpact(IsReplaced: true);
        }

        var affected = (dependent.PropertyDependencies ?? new Dictionary<string, IReadOnlyList<Urn>>())
            .Where(entry => entry.Value.Any(replaced.Contains) && dependent.Inputs.ContainsKey(entry.Key))
            .Select(entry => entry.Key)
            .ToArray();
        return affected.Length == 0 || dependent.Provider is null
            ? default
            : new DependentImpact(false, affected.Aggregate(dependent.Inputs, (inputs, key) => inputs.SetItem(key, new PropertyUnknown())));
    }

    /// <summary>
    /// Finds the properties whose change requires the dependent's replacement, from its provider's comparison of the old inputs with the
    /// affected ones.
    /// </summary>
    /// <exception cref="FormatException">A path in the resource's options is malformed.</exception>
    public IReadOnlyList<string> FindReplaceKeys(ResourceState dependent, DiffResult answer)
    {
        var diff = answer.Changes == DiffChanges.Unknown ? InputDiff.Compare(dependent.Inputs, AffectedInputs!) : answer;
        return ReplaceOnChanges.Apply(diff, dependent.ReplaceOnChanges, hasInitErrors: false).ReplaceKeys;
    }
}
