using Infra.Engine.Deployments.Diffing;
using Infra.Engine.Deployments.Steps;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments;

/// <summary>Finds out how a registered resource differs from what it was.</summary>
internal sealed class DiffPlanner(DeploymentContext context, ResourceIdentities identities, Func<ProviderReference, Task<IResourceProvider>> providers)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Urn> _replaced = [];

    /// <summary>Notes that a resource is replaced: what is deleted with it has to be, too.</summary>
    public void MarkReplaced(Urn urn)
    {
        lock (_gate)
        {
            _replaced.Add(urn);
        }
    }

    public async Task<DiffResult> DiffAsync(PlannedResource plan)
    {
        var (old, @new) = (plan.Old!.State, plan.New);
        if (IsReplaced(@new.DeletedWith))
        {
            return Replacement("deletedWith");
        }

        if (await ProviderRequiresReplacementAsync(old, @new))
        {
            return Replacement("provider");
        }

        if (plan.Provider is null)
        {
            return InputDiff.Compare(old.Inputs, @new.Inputs);
        }

        var diff = await context.InTurnAsync(() => plan.Provider.DiffAsync(
            new DiffRequest
            {
                Urn = @new.Urn,
                Id = old.Id,
                OldInputs = old.Inputs,
                OldState = old.Outputs,
                NewInputs = @new.Inputs,
                IgnoreChanges = plan.Goal.IgnoreChanges,
            },
            context.Aborted));
        if (diff.Changes == DiffChanges.Unknown)
        {
            diff = InputDiff.Compare(old.Inputs, IgnoredChanges.Apply(@new.Inputs, old.Inputs, plan.Goal.IgnoreChanges)) with
            {
                ReplaceKeys = diff.ReplaceKeys,
                DeleteBeforeReplace = diff.DeleteBeforeReplace,
            };
        }

        return ReplaceOnChanges.Apply(diff, plan.Goal.ReplaceOnChanges, old.InitErrors.Count > 0);
    }

    private static DiffResult Replacement(string because) => new() { Changes = DiffChanges.Some, ReplaceKeys = [because] };

    private bool IsReplaced(Urn urn)
    {
        lock (_gate)
        {
            return !urn.IsEmpty && _replaced.Contains(urn);
        }
    }

    /// <summary>Another provider instance means a replacement unless the provider says that its new configuration can look after the old resources.</summary>
    private async Task<bool> ProviderRequiresReplacementAsync(ResourceState old, ResourceState @new)
    {
        if (old.Provider == @new.Provider)
        {
            return false;
        }

        if (old.Provider is not { } before || @new.Provider is not { } after)
        {
            return true;
        }

        if (before.Id == after.Id && identities.Current(before.Urn) == after.Urn)
        {
            return false;
        }

        var oldState = context.State.Origin.FirstOrDefault(resource => resource.State.Urn == before.Urn && resource.State.Id == before.Id)?.State
            ?? throw new ResourceProviderException($"the state does not have the provider {before} that looks after the resource");
        var newState = context.State.FindRegistered(after.Urn)?.State
            ?? throw new ResourceProviderException($"the provider {after} is not registered");
        var diff = await (await providers(after)).DiffConfigAsync(
            new DiffRequest
            {
                Urn = after.Urn,
                Id = before.Id,
                OldInputs = ProviderRegistry.Filter(oldState.Inputs),
                OldState = ProviderRegistry.Filter(oldState.Outputs),
                NewInputs = ProviderRegistry.Filter(newState.Inputs),
            },
            context.Aborted);
        return diff.ReplaceKeys.Count > 0;
    }
}
