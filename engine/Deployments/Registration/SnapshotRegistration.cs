using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Registration;

/// <summary>Registers the resources of an earlier state, each after those it refers to, as a program would.</summary>
internal sealed class SnapshotRegistration(DeploymentContext context, ResourceRegistrar registrar, SnapshotGoal goal)
{
    private readonly Dictionary<Urn, ResourceState> _current = context
        .State.Origin.Select(resource => resource.State)
        .Where(state => !state.Delete)
        .ToDictionary(state => state.Urn);

    /// <summary>Registers all resources. One whose dependency failed is left as it is.</summary>
    /// <returns>True where all are registered.</returns>
    public async Task<bool> RegisterAllAsync()
    {
        ResourceState[] resources = [.. goal.State.Resources.Where(resource => !resource.Delete)];
        var renamed = FindRenamed(resources.Select(resource => resource.Urn).ToHashSet());
        var registrations = new Dictionary<Urn, Task<bool>>();
        foreach (var resource in resources)
        {
            IEnumerable<Urn> provider = resource.Provider is { } reference ? [reference.Urn] : [];
            Task<bool>[] before =
            [
                .. resource.References().Concat(provider).Distinct().Where(registrations.ContainsKey).Select(urn => registrations[urn]),
            ];
            registrations[resource.Urn] = RegisterAfterAsync(resource, renamed.GetValueOrDefault(resource.Urn), before);
        }

        return (await Task.WhenAll(registrations.Values)).All(registered => registered);
    }

    private async Task<bool> RegisterAfterAsync(ResourceState resource, Urn renamedTo, Task<bool>[] before)
    {
        if (!(await Task.WhenAll(before)).All(registered => registered) && !context.ContinuesOnError)
        {
            return false;
        }

        try
        {
            var isChanged = goal.Changed is not { } changed || changed.Contains(resource.Urn);
            var own = CreateGoal(resource, renamedTo);
            _ =
                !isChanged ? await registrar.LeaveAsync(own)
                : resource.External ? await registrar.ReadAsync(own, resource.Id)
                : await registrar.RegisterAsync(own);
            if (!resource.Custom && resource.Type != Urn.StackType)
            {
                await registrar.CompleteComponentAsync(resource.Urn, old => isChanged ? resource.Outputs : old);
            }

            return true;
        }
        catch (Exception error) when (error is StepFailedException or DeploymentStoppedException)
        {
            // Reported already.
            return false;
        }
    }

    private ResourceGoal CreateGoal(ResourceState resource, Urn renamedTo)
    {
        var current = _current.GetValueOrDefault(renamedTo.IsEmpty ? resource.Urn : renamedTo);
        return new ResourceGoal
        {
            Type = resource.Type,
            Name = resource.Urn.Name,
            Custom = resource.Custom,
            Parent = resource.Parent,
            Properties = resource.Inputs,
            Dependencies = resource.Dependencies,
            PropertyDependencies = resource.PropertyDependencies,
            Provider = resource.Provider is { } provider ? FindProvider(provider) : null,
            Protect = resource.Protect,
            RetainOnDelete = resource.RetainOnDelete,
            DeletedWith = resource.DeletedWith,
            IgnoreChanges = resource.IgnoreChanges,
            ReplaceOnChanges = resource.ReplaceOnChanges,
            AdditionalSecretOutputs = resource.AdditionalSecretOutputs,
            CustomTimeouts = resource.CustomTimeouts,
            Aliases = renamedTo.IsEmpty ? [] : [new ResourceAlias { Urn = renamedTo }],

            // An object that was imported once is managed now; one that is gone is created.
            ImportId = current?.ImportId ?? "",
        };
    }

    /// <summary>Gets the provider's present id, which differs where it was created again.</summary>
    private ProviderReference FindProvider(ProviderReference reference) =>
        context.State.FindRegistered(reference.Urn) is { State: var state } ? new ProviderReference(state.Urn, GetId(state)) : reference;

    private string GetId(ResourceState provider) =>
        provider.Id.Length == 0 && context.IsPreview ? ProviderReference.UnknownId : provider.Id;

    /// <summary>Finds the present URNs of resources that were renamed since, by the aliases that the renaming left.</summary>
    private Dictionary<Urn, Urn> FindRenamed(HashSet<Urn> goals) =>
        _current
            .Values.Where(state => !goals.Contains(state.Urn))
            .SelectMany(state => state.Aliases.Select(alias => (Alias: alias, state.Urn)))
            .Where(pair => goals.Contains(pair.Alias) && !_current.ContainsKey(pair.Alias))
            .DistinctBy(pair => pair.Alias)
            .ToDictionary(pair => pair.Alias, pair => pair.Urn);
}
