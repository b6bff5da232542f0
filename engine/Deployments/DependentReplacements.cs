using Infra.Engine.Deployments.Diffing;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments;

/// <summary>
/// Finds what has to go, too, when a resource is deleted before its replacement is created: whatever a change of the properties it takes from that
/// resource would replace. To find out, the provider is asked for a diff in which these properties are unknown.
/// </summary>
internal sealed class DependentReplacements(
    DependencyGraph graph,
    Func<TrackedResource, bool> isSettled,
    Func<ProviderReference, Task<IResourceProvider>> providers,
    CancellationToken cancellationToken)
{
    /// <summary>A dependent to replace.</summary>
    /// <param name="Resource">The dependent.</param>
    /// <param name="Keys">The properties that make it necessary.</param>
    public sealed record Dependent(TrackedResource Resource, IReadOnlyList<string> Keys);

    /// <summary>The dependents to replace, dependencies first.</summary>
    public async Task<IReadOnlyList<Dependent>> FindAsync(TrackedResource root)
    {
        var replaced = new HashSet<Urn> { root.State.Urn };
        var found = new List<Dependent>();
        foreach (var candidate in graph.AllDependentsOf(root, isSettled))
        {
            if (await ReasonAsync(candidate.State, replaced) is { } keys)
            {
                replaced.Add(candidate.State.Urn);
                found.Add(new Dependent(candidate, keys));
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<string>?> ReasonAsync(ResourceState state, HashSet<Urn> replaced)
    {
        if (!state.Custom || state.External)
        {
            return null;
        }

        if ((state.Provider is { } reference && replaced.Contains(reference.Urn)) || replaced.Contains(state.DeletedWith))
        {
            return [];
        }

        var affected = (state.PropertyDependencies ?? new Dictionary<string, IReadOnlyList<Urn>>())
            .Where(entry => entry.Value.Any(replaced.Contains) && state.Inputs.ContainsKey(entry.Key))
            .Select(entry => entry.Key)
            .ToArray();
        if (affected.Length == 0 || state.Provider is not { } provider)
        {
            return null;
        }

        var inputs = affected.Aggregate(state.Inputs, (map, key) => map.SetItem(key, new PropertyUnknown()));
        var diff = await (await providers(provider)).DiffAsync(
            new DiffRequest
            {
                Urn = state.Urn,
                Id = state.Id,
                OldInputs = state.Inputs,
                OldState = state.Outputs,
                NewInputs = inputs,
                IgnoreChanges = state.IgnoreChanges,
            },
            cancellationToken);
        diff = ReplaceOnChanges.Apply(diff.Changes == DiffChanges.Unknown ? InputDiff.Compare(state.Inputs, inputs) : diff, state.ReplaceOnChanges, hasInitErrors: false);
        return diff.ReplaceKeys.Count > 0 ? diff.ReplaceKeys : null;
    }
}
