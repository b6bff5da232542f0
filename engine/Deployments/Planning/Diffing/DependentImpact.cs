using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Diffing;

/// <summary>
/// Whether a dependent has to be replaced with resources it depends on, because they are deleted before their replacements exist.
/// </summary>
/// <param name="IsReplaced">True where it has to be, whatever its provider says.</param>
/// <param name="AffectedInputs">Where it depends on the provider: the inputs with those unknown that come from the replaced resources; else
/// null.</param>
internal readonly record struct DependentImpact(bool IsReplaced, PropertyMap? AffectedInputs = null)
{
    /// <summary>Decides what the replacement of resources means for one of their dependents.</summary>
    public static DependentImpact Decide(ResourceState dependent, IReadOnlySet<Urn> replaced)
    {
        if (!dependent.Custom || dependent.External)
        {
            return default;
        }

        if ((dependent.Provider is { } provider && replaced.Contains(provider.Urn)) || replaced.Contains(dependent.DeletedWith))
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

    /// <summary>Decides from the provider's comparison of the old inputs with the affected ones.</summary>
    /// <exception cref="FormatException">A path in the resource's options is malformed.</exception>
    public bool RequiresReplacement(ResourceState dependent, DiffResult answer)
    {
        var diff = answer.Changes == DiffChanges.Unknown ? InputDiff.Compare(dependent.Inputs, AffectedInputs!) : answer;
        return ReplaceOnChanges.Apply(diff, dependent.ReplaceOnChanges, hasInitErrors: false).ReplaceKeys.Count > 0;
    }
}
