using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Diffing;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Registration;

/// <summary>Compares old resources with new inputs by their providers' rules.</summary>
internal sealed class ResourceComparer(DeploymentContext context, UrnRegistry urns, ResourceProviders providers)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Urn> _replaced = [];

    /// <summary>Records that a resource is replaced, which replaces those with <c>deletedWith</c> or <c>replaceWith</c> it.</summary>
    public void MarkReplaced(Urn urn)
    {
        lock (_gate)
        {
            _replaced.Add(urn);
        }
    }

    /// <summary>True where the command line or a mark in the state replaces a resource, whether it differs or not.</summary>
    public bool IsReplacedByRequest(ResourcePlan plan) => plan.Old!.State.Taint || context.Selection.IsReplaced(plan.New.Urn);

    /// <summary>Compares a resource with its checked new inputs.</summary>
    public async Task<DiffResult> CompareAsync(ResourcePlan plan, IResourceProvider? provider)
    {
        var (old, @new) = (plan.Old!.State, plan.New);
        if (IsReplacedByRequest(plan))
        {
            return ResourceDiff.Replacement("id");
        }

        if (@new.ReplaceWith.Any(IsReplaced))
        {
            return ResourceDiff.Replacement("replaceWith");
        }

        if (IsReplaced(@new.DeletedWith))
        {
            return ResourceDiff.Replacement("deletedWith");
        }

        if (await RequiresReplacementAsync(old.Provider, @new.Provider))
        {
            return ResourceDiff.Replacement("provider");
        }

        var request = new DiffRequest
        {
            Urn = @new.Urn,
            Id = old.Id,
            OldInputs = old.Inputs,
            OldState = old.Outputs,
            NewInputs = @new.Inputs,
            IgnoreChanges = plan.Goal.IgnoreChanges,
        };
        return ResourceDiff.Decide(
            plan,
            provider is null ? null : await context.RunInSlotAsync(() => provider.DiffAsync(request, context.Aborted))
        );
    }

    /// <summary>
    /// Finds the dependents that must be replaced with a resource that is deleted before its replacement is created: those that a change of
    /// the inputs they take from it would replace. Their providers compare the old inputs with these unknown.
    /// </summary>
    /// <returns>The dependents, dependencies first, and the properties whose change requires their replacement.</returns>
    public async Task<IReadOnlyList<(TrackedResource Resource, IReadOnlyList<string> Keys)>> FindDependentsToReplaceAsync(
        TrackedResource root,
        DependencyGraph graph
    )
    {
        var replaced = new HashSet<Urn> { root.State.Urn };
        var found = new List<(TrackedResource, IReadOnlyList<string>)>();
        foreach (var candidate in graph.GetAllDependents(root, isExcluded: resource => urns.IsRegistered(resource.State.Urn)))
        {
            var impact = DependentImpact.Decide(candidate.State, replaced);
            var keys = impact.AffectedInputs is null ? [] : await FindReplaceKeysAsync(candidate.State, impact);
            if (impact.IsReplaced || keys.Count > 0)
            {
                replaced.Add(candidate.State.Urn);
                found.Add((candidate, keys));
            }
        }

        return found;
    }

    private bool IsReplaced(Urn urn)
    {
        lock (_gate)
        {
            return !urn.IsEmpty && _replaced.Contains(urn);
        }
    }

    private async Task<IReadOnlyList<string>> FindReplaceKeysAsync(ResourceState dependent, DependentImpact impact)
    {
        var provider = await providers.GetAsync(dependent.Provider!.Value);
        var request = new DiffRequest
        {
            Urn = dependent.Urn,
            Id = dependent.Id,
            OldInputs = dependent.Inputs,
            OldState = dependent.Outputs,
            NewInputs = impact.AffectedInputs!,
            IgnoreChanges = dependent.IgnoreChanges,
        };
        return impact.FindReplaceKeys(dependent, await provider.DiffAsync(request, context.Aborted));
    }

    private async Task<bool> RequiresReplacementAsync(ProviderReference? before, ProviderReference? after) =>
        ResourceDiff.CompareProviders(before, after, urns.GetCurrent) switch
        {
            ProviderChange.None => false,
            ProviderChange.Replace => true,
            _ => await RefusesOldResourcesAsync(before!.Value, after!.Value),
        };

    /// <summary>
    /// Determines whether the change of a provider's configuration requires the replacement of its resources.
    /// </summary>
    private async Task<bool> RefusesOldResourcesAsync(ProviderReference before, ProviderReference after)
    {
        // As in Pulumi, the recorded configuration counts, not the instance: after a replacement that failed halfway, the resources are
        // still of the old instance, and the next deployment takes them as they are.
        var old = context
            .State.Origin.Where(resource => resource.State.Urn == before.Urn)
            .OrderBy(resource => resource.State.Delete)
            .FirstOrDefault()
            ?.State
            ?? throw new ResourceProviderException($"the state does not have the provider {before} of the resource");
        var @new = context.State.FindRegistered(after.Urn)?.State
            ?? throw new ResourceProviderException($"the provider {after} is not registered");
        var request = new DiffRequest
        {
            Urn = after.Urn,
            Id = before.Id,
            OldInputs = ProviderRegistry.RemoveEngineKeys(old.Inputs),
            OldState = ProviderRegistry.RemoveEngineKeys(old.Outputs),
            NewInputs = ProviderRegistry.RemoveEngineKeys(@new.Inputs),
        };
        var diff = await (await providers.GetAsync(after)).DiffConfigAsync(request, context.Aborted);
        return diff.ReplaceKeys.Count > 0;
    }
}
