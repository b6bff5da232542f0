using Infra.Engine.Deployments.Deletion;
using Infra.Engine.Deployments.Steps;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments;

/// <summary>
/// Decides what is done to a registered resource and has it done: nothing, creation, update, replacement or import. Each registration runs on its
/// own; what they share is behind locks.
/// </summary>
internal sealed class ResourceRegistrar : IDisposable
{
    private readonly DeploymentContext _context;
    private readonly ProviderRegistry _registry;
    private readonly ResourceIdentities _identities;
    private readonly StepRunner _steps;
    private readonly DeletionRunner _deletions;
    private readonly DependencyGraph _oldGraph;
    private readonly DiffPlanner _diffs;
    private readonly InputChecks _checks;

    /// <summary>One delete-before-replace at a time plans and deletes: two of them could claim the same dependents.</summary>
    private readonly SemaphoreSlim _deletingBeforeReplace = new(1);

    public ResourceRegistrar(DeploymentContext context, ProviderRegistry registry)
    {
        _context = context;
        _registry = registry;
        _identities = new ResourceIdentities(context.Stack, context.State.Origin);
        _steps = new StepRunner(context);
        _deletions = new DeletionRunner(context, ProviderAsync);
        _oldGraph = new DependencyGraph(context.State.Origin);
        _checks = new InputChecks(context);
        _diffs = new DiffPlanner(context, _identities, ProviderAsync);
    }

    /// <summary>Registers a resource and brings it into the state the program wants.</summary>
    /// <exception cref="StepFailedException">A step failed; why has been told.</exception>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping.</exception>
    public async Task<TrackedResource> RegisterAsync(ResourceGoal goal)
    {
        if (_context.Stopping.IsCancellationRequested)
        {
            throw new DeploymentStoppedException();
        }

        var identity = _identities.Claim(goal.Type, goal.Name, goal.Parent, goal.Aliases);
        var state = NewState(goal, identity);
        if (identity.Problem is { } problem)
        {
            throw _context.Refuse(state, problem);
        }

        try
        {
            var provider = await ResourceProviderAsync(goal);
            var plan = new PlannedResource { Goal = goal, New = state, Old = identity.Old, Provider = provider };
            return await RealizeAsync(plan);
        }
        catch (Exception error) when (error is ResourceProviderException or FormatException or ProgramException)
        {
            throw _context.Refuse(state, error.Message);
        }
    }

    /// <summary>Looks up an object that stays somebody else's.</summary>
    public async Task<TrackedResource> ReadAsync(ResourceGoal goal, string id)
    {
        var identity = _identities.Claim(goal.Type, goal.Name, goal.Parent, goal.Aliases);
        var state = NewState(goal, identity) with { Id = id, External = true };
        if (identity.Problem is { } problem)
        {
            throw _context.Refuse(state, problem);
        }

        try
        {
            var provider = await ResourceProviderAsync(goal);
            return await _steps.ReadAsync(new PlannedResource { Goal = goal, New = state, Old = identity.Old, Provider = provider });
        }
        catch (ResourceProviderException error)
        {
            throw _context.Refuse(state, error.Message);
        }
    }

    /// <inheritdoc cref="StepRunner.CompleteComponentAsync"/>
    public Task<bool> CompleteComponentAsync(Urn urn, Func<PropertyMap, PropertyMap> outputs) => _steps.CompleteComponentAsync(urn, outputs);

    /// <summary>The configured instance of a provider reference.</summary>
    public Task<IResourceProvider> ProviderAsync(ProviderReference reference) =>
        _registry.GetAsync(reference, FindProviderState, _context.Aborted);

    /// <summary>Deletes what the program has not registered any more, and the predecessors of what was replaced.</summary>
    public async Task DeleteRemainsAsync()
    {
        var condemned = _context.State.Remaining()
            .Where(resource => resource.State.Delete || !_identities.IsRegistered(resource.State.Urn))
            .ToArray();
        await _deletions.DeleteAllAsync(condemned, _oldGraph);
    }

    public void Dispose() => _deletingBeforeReplace.Dispose();

    private async Task<TrackedResource> RealizeAsync(PlannedResource plan)
    {
        var (goal, old) = (plan.Goal, plan.Old);
        var isRecreation = old is not null && _deletions.Revive(old.State.Urn);
        var seed = _context.SeedOf(plan.New.Urn);
        var imports = goal.Custom && goal.ImportId.Length > 0
            && (old is null || old.State.External || (old.State.ImportId.Length > 0 ? old.State.ImportId : old.State.Id) != goal.ImportId);
        if (imports)
        {
            var imported = await _steps.ImportAsync(plan with { Old = isRecreation ? null : old, New = plan.New with { ImportId = goal.ImportId } });
            if (old is not null && !isRecreation)
            {
                _steps.Replace(plan);
            }

            plan = plan with { Old = old = imported, New = plan.New with { ImportId = goal.ImportId } };
            isRecreation = false;
            return await UpdateImportedAsync(plan, seed);
        }

        var isFresh = old is null || isRecreation || old.State.External;
        plan = await _checks.CheckWithPoliciesAsync(plan, isFresh ? null : old!.State, seed);
        if (old is null)
        {
            return await _steps.CreateAsync(plan);
        }

        if (isRecreation)
        {
            _steps.Replace(plan);
            return await _steps.CreateAsync(plan);
        }

        if (old.State.External)
        {
            var taken = await _steps.CreateAsync(plan, keepPredecessor: true);
            _steps.Replace(plan);
            return taken;
        }

        return await ChangeAsync(plan with { Diff = await _diffs.DiffAsync(plan) }, seed);
    }

    /// <summary>What was imported is brought in line with the program: its live inputs count as the old ones.</summary>
    private async Task<TrackedResource> UpdateImportedAsync(PlannedResource plan, byte[] seed)
    {
        plan = await _checks.CheckWithPoliciesAsync(plan, plan.Old!.State, seed);
        plan = plan with { Diff = await _diffs.DiffAsync(plan) };
        return plan.Diff.Changes == DiffChanges.None ? plan.Old! : await ChangeAsync(plan, seed);
    }

    private async Task<TrackedResource> ChangeAsync(PlannedResource plan, byte[] seed)
    {
        var old = plan.Old!.State;
        var isReplacement = old.PendingReplacement || (plan.Diff.Changes == DiffChanges.Some && plan.Diff.ReplaceKeys.Count > 0);
        if (!isReplacement)
        {
            return plan.Diff.Changes == DiffChanges.Some || old.InitErrors.Count > 0 ? await _steps.UpdateAsync(plan) : await _steps.KeepAsync(plan);
        }

        if (plan.New.Protect && old.Protect)
        {
            throw _context.Refuse(
                plan.New,
                $"unable to replace resource \"{old.Urn}\"\nas it is currently marked for protection. To unprotect the resource, "
                + "remove the `protect` flag from the resource in your Pulumi program and run `up`");
        }

        if (plan.Goal.ImportId.Length > 0)
        {
            const string message = "previously-imported resources that still specify an ID may not be replaced; please remove the `import` declaration from your program";
            if (!_context.IsPreview)
            {
                throw _context.Refuse(plan.New, $"{message} (it would be replaced because of {string.Join(", ", plan.Diff.ReplaceKeys)})");
            }

            _context.Events.Warning(plan.New.Urn, message);
        }

        // The inputs so far were checked to go on from the old ones, automatic name included: a successor has its own.
        plan = await _checks.CheckAsync(plan with { New = plan.New with { Inputs = plan.Goal.Properties } }, oldInputs: null, seed);
        _diffs.MarkReplaced(plan.New.Urn);
        if (plan.Goal.DeleteBeforeReplace ?? plan.Diff.DeleteBeforeReplace)
        {
            return await DeleteThenCreateAsync(plan);
        }

        var created = await _steps.CreateAsync(plan, keepPredecessor: true);
        _steps.Replace(plan);
        return created;
    }

    private async Task<TrackedResource> DeleteThenCreateAsync(PlannedResource plan)
    {
        await _deletingBeforeReplace.WaitAsync(_context.Aborted);
        try
        {
            var finder = new DependentReplacements(_oldGraph, resource => _identities.IsRegistered(resource.State.Urn), ProviderAsync, _context.Aborted);
            var dependents = (await finder.FindAsync(plan.Old!)).Where(dependent => !_deletions.IsDeleted(dependent.Resource.State.Urn)).ToArray();
            foreach (var dependent in dependents.Where(dependent => dependent.Resource.State.Protect))
            {
                throw _context.Refuse(
                    plan.New,
                    $"unable to replace resource \"{dependent.Resource.State.Urn}\" as part of replacing \"{plan.New.Urn}\" as it is currently marked for protection. "
                    + "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run `up`");
            }

            _deletions.Announce([.. dependents.Select(dependent => dependent.Resource), plan.Old!]);
            foreach (var dependent in dependents.Reverse())
            {
                await _deletions.DeleteAsync(dependent.Resource, isReplaced: true, pendsReplacement: true);
            }

            if (!plan.Old!.State.PendingReplacement)
            {
                await _deletions.DeleteAsync(plan.Old, isReplaced: true, pendsReplacement: true);
            }

            _deletions.Revive(plan.Old.State.Urn);
        }
        finally
        {
            _deletingBeforeReplace.Release();
        }

        _steps.Replace(plan);
        return await _steps.CreateAsync(plan);
    }

    private async Task<IResourceProvider?> ResourceProviderAsync(ResourceGoal goal) => goal switch
    {
        { Custom: false } => null,
        _ when ProviderType.IsProvider(goal.Type) =>
            new ProviderAsResource(_registry.Create(ProviderType.PackageOf(goal.Type), goal.Properties), _registry),
        { Provider: { } reference } => await ProviderAsync(reference),
        _ => throw new ResourceProviderException("it has no provider"),
    };

    private ResourceState? FindProviderState(ProviderReference reference) => _context.State.Origin
        .FirstOrDefault(resource => resource.State.Id == reference.Id && ProviderType.IsProvider(resource.State.Type)
            && (resource.State.Urn == reference.Urn || _identities.Current(resource.State.Urn) == reference.Urn))?.State;

    private static ResourceState NewState(ResourceGoal goal, ResourceIdentities.Identity identity) => new()
    {
        Urn = identity.Urn,
        Custom = goal.Custom,
        Type = goal.Type,
        Inputs = goal.Properties,
        Parent = goal.Parent,
        Protect = goal.Protect ?? false,
        Dependencies = goal.Dependencies,
        Provider = goal.Provider,
        PropertyDependencies = goal.PropertyDependencies,
        AdditionalSecretOutputs = goal.AdditionalSecretOutputs,
        Aliases = identity.Alias.IsEmpty ? [] : [identity.Alias],
        CustomTimeouts = goal.CustomTimeouts,
        ImportId = goal.ImportId,
        RetainOnDelete = goal.RetainOnDelete ?? false,
        DeletedWith = goal.DeletedWith,
        IgnoreChanges = goal.IgnoreChanges,
        ReplaceOnChanges = goal.ReplaceOnChanges,
        Created = identity.Old?.State.Created ?? "",
        Modified = identity.Old?.State.Modified ?? "",
    };
}
