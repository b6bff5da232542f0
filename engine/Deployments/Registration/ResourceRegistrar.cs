using System.Collections.Concurrent;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Diffing;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Registration;

/// <summary>
/// Brings registered resources to their goal states: checks and compares their inputs, generates steps with <see cref="StepGenerator"/> and
/// executes them. Registrations run concurrently.
/// </summary>
internal sealed class ResourceRegistrar : IDisposable
{
    private readonly DeploymentContext _context;
    private readonly UrnRegistry _urns;
    private readonly ResourceProviders _providers;
    private readonly InputChecker _checker;
    private readonly ResourceComparer _comparer;
    private readonly StepExecutor _steps;
    private readonly ReplacedResources _replaced;
    private readonly UntargetedResources _untargeted;
    private readonly StackPruner _pruner;
    private readonly DeletedUrns _deleted = new();

    /// <summary>The resources whose steps failed or were skipped, where the deployment goes on all the same.</summary>
    private readonly ConcurrentDictionary<Urn, bool> _failed = new();

    // Whether there are any: to ask the dictionary takes all its locks.
    private volatile bool _hasFailures;

    public ResourceRegistrar(DeploymentContext context, ProviderRegistry registry)
    {
        _context = context;
        _urns = new UrnRegistry(context.Stack, context.State.Origin);
        _providers = new ResourceProviders(context, registry, _urns);
        _checker = new InputChecker(context);
        _comparer = new ResourceComparer(context, _urns, _providers);
        _steps = new StepExecutor(context);
        var deletions = new DeletionExecutor(context, _providers.GetAsync);
        var oldGraph = new DependencyGraph(context.State.Origin);
        _replaced = new ReplacedResources(context, _comparer, deletions, _deleted, oldGraph);
        _untargeted = new UntargetedResources(context, _steps, oldGraph);
        _pruner = new StackPruner(context, _urns, _untargeted, deletions, _deleted, oldGraph);
    }

    /// <summary>The policy packs of the deployment.</summary>
    public PolicyEnforcement Policies
    {
        get => _checker.Policies;
        set => _checker.Policies = value;
    }

    /// <summary>Registers a resource and brings it to its goal state.</summary>
    /// <exception cref="StepFailedException">A step failed; the reason has been reported.</exception>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping.</exception>
    public async Task<TrackedResource> RegisterAsync(ResourceGoal goal)
    {
        if (_context.Stopping.IsCancellationRequested)
        {
            throw new DeploymentStoppedException();
        }

        var plan = BeginPlan(goal);
        return await RunAsync(plan, async () =>
        {
            // One that was deleted with a dependency to be replaced comes back, whether it is selected or not.
            plan = await TakeBackAsync(plan);
            var isIncluded = _untargeted.Includes(plan.New) || plan.IsOldDeleted;
            if (!isIncluded)
            {
                return await _untargeted.LeaveAsync(plan);
            }

            _untargeted.RequireNothingSkipped(plan.New);
            return await RealizeAsync(plan, await _providers.GetForAsync(goal));
        });
    }

    /// <summary>
    /// Registers a resource that is left as it is, unless this deployment has deleted it with a dependency to be replaced.
    /// </summary>
    /// <inheritdoc cref="RegisterAsync"/>
    public async Task<TrackedResource> LeaveAsync(ResourceGoal goal)
    {
        var plan = BeginPlan(goal);
        return await RefuseErrorsAsync(plan, async () =>
        {
            plan = await TakeBackAsync(plan);
            return plan is { Old: not null, IsOldDeleted: false }
                ? await _untargeted.LeaveAsync(plan)
                : await RealizeAsync(plan, await _providers.GetForAsync(goal));
        });
    }

    /// <inheritdoc cref="UntargetedResources.IsSkipped"/>
    public bool IsSkipped(Urn urn) => _untargeted.IsSkipped(urn);

    /// <summary>Reads an object this stack does not manage.</summary>
    /// <inheritdoc cref="RegisterAsync"/>
    public async Task<TrackedResource> ReadAsync(ResourceGoal goal, string id)
    {
        var plan = BeginPlan(goal);
        plan = plan with { New = plan.New with { Id = id, External = true } };
        return await RunAsync(plan, async () => await _steps.ExecuteAsync(StepGenerator.Read(plan), await _providers.GetForAsync(goal)));
    }

    /// <inheritdoc cref="StepExecutor.CompleteComponentAsync"/>
    public Task<bool> CompleteComponentAsync(Urn urn, Func<PropertyMap, PropertyMap> outputs) =>
        _steps.CompleteComponentAsync(urn, outputs);

    /// <inheritdoc cref="ResourceProviders.GetAsync"/>
    public Task<IResourceProvider> GetProviderAsync(ProviderReference reference) => _providers.GetAsync(reference);

    /// <inheritdoc cref="StackPruner"/>
    public Task PruneAsync() => _pruner.PruneAsync();

    public void Dispose() => _replaced.Dispose();

    private ResourcePlan BeginPlan(ResourceGoal goal)
    {
        var registration = _urns.Register(goal.Type, goal.Name, goal.Parent, goal.Aliases);
        var state = GoalState.Create(goal, registration);
        return registration.Problem is { } problem
            ? throw _context.Refuse(state, problem)
            : new ResourcePlan
            {
                Goal = goal,
                New = state,
                Old = registration.Old,
            };
    }

    private async Task<TrackedResource> RunAsync(ResourcePlan plan, Func<Task<TrackedResource>> register)
    {
        try
        {
            RequireNothingFailed(plan.New);
            return await RefuseErrorsAsync(plan, register);
        }
        catch (StepFailedException)
        {
            _failed[plan.New.Urn] = true;
            _hasFailures = true;
            if (plan.Old is { } old)
            {
                _untargeted.RequireDependenciesOf(old);
            }

            throw;
        }
    }

    private void RequireNothingFailed(ResourceState state)
    {
        if (_hasFailures && state.References().Any(_failed.ContainsKey))
        {
            throw new StepFailedException(state) { IsSkipped = true };
        }
    }

    private async Task<TrackedResource> RefuseErrorsAsync(ResourcePlan plan, Func<Task<TrackedResource>> register)
    {
        try
        {
            return await register();
        }
        catch (Exception error) when (error is ResourceProviderException or FormatException or EngineException)
        {
            throw await _context.RefuseInTurnAsync(plan, [error.Message], error is ResourceProviderException { ForbidsUpdate: true });
        }
    }

    private async Task<ResourcePlan> TakeBackAsync(ResourcePlan plan) =>
        plan.Old is { } old && await _deleted.TakeBackAsync(old.State.Urn) is { } keys
            ? plan with
            {
                IsOldDeleted = true,
                DependencyKeys = keys,
            }
            : plan;

    private async Task<TrackedResource> RealizeAsync(ResourcePlan plan, IResourceProvider? provider)
    {
        var seed = _context.CreateSeed(plan.New.Urn);
        plan = _checker.Name(plan, seed);
        switch (StepGenerator.Classify(plan))
        {
            case RegistrationKind.Import:
                var imported = await _steps.ExecuteAsync(StepGenerator.Import(plan), provider);
                plan = plan with { Old = imported, New = plan.New with { Created = imported.State.Created }, IsOldDeleted = false };
                plan = await CompareAsync(plan, provider, seed);
                return plan.Diff.Changes == DiffChanges.None ? imported : await ChangeAsync(plan, provider, seed);
            case RegistrationKind.Create:
                plan = await _checker.CheckWithPoliciesAsync(plan, provider, oldInputs: null, seed);
                return await _steps.ExecuteAsync(StepGenerator.Create(plan), provider);
            default:
                return await ChangeAsync(await CompareAsync(plan, provider, seed), provider, seed);
        }
    }

    private async Task<ResourcePlan> CompareAsync(ResourcePlan plan, IResourceProvider? provider, byte[] seed)
    {
        var oldInputs = _comparer.IsReplacedByRequest(plan) ? null : plan.Old!.State.Inputs;
        plan = await _checker.CheckWithPoliciesAsync(plan, provider, oldInputs, seed);
        return ReplacementTrigger.IsFired(plan.Old!.State.ReplacementTrigger, plan.New.ReplacementTrigger)
            ? plan with
            {
                IsReplacementTriggered = true,
                Diff = new DiffResult { Changes = DiffChanges.Some },
            }
            : plan with
            {
                Diff = await _comparer.CompareAsync(plan, provider),
            };
    }

    private async Task<TrackedResource> ChangeAsync(ResourcePlan plan, IResourceProvider? provider, byte[] seed)
    {
        var change = StepGenerator.DecideChange(plan);
        if (change is ChangeKind.Replace or ChangeKind.DeleteBeforeReplace)
        {
            Obey(plan, StepGenerator.JudgeReplacement(plan, _context.IsPreview));

            // The inputs were checked against the old ones, including an automatic name: a replacement gets its own.
            plan = await _checker.CheckAsync(plan, provider, oldInputs: null, seed);
            _comparer.MarkReplaced(plan.New.Urn);
        }

        if (change == ChangeKind.DeleteBeforeReplace)
        {
            await _context.WaitForTurnAsync(plan.Goal.Place);
            _context.LeavePlace(plan.Goal.Place);
            await _replaced.DeleteAsync(plan);
        }

        return await _steps.ExecuteAsync(StepGenerator.Change(plan, change), provider);
    }

    private void Obey(ResourcePlan plan, ReplacementVerdict verdict)
    {
        if (verdict.Refusal is { } refusal)
        {
            if (!_context.IsPreview)
            {
                throw _context.Refuse(plan.New, refusal);
            }

            // The preview goes on, so that the user sees the difference that requires the replacement.
            _context.Events.Diagnose(DiagnosticSeverity.Error, plan.New.Urn, refusal);
            _context.MarkStepFailed();
        }

        if (verdict.Warning is { } warning)
        {
            _context.Events.Warning(plan.New.Urn, warning);
        }
    }
}
