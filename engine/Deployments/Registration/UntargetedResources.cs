using System.Collections.Concurrent;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Registration;

/// <summary>
/// Leaves resources outside the user's selection as they are: old ones keep their state and inputs, new ones are not created.
/// </summary>
internal sealed class UntargetedResources(DeploymentContext context, StepExecutor steps, DependencyGraph oldGraph)
{
    private readonly SelectedResources _selected = new(context.Selection);
    private readonly ConcurrentDictionary<Urn, bool> _skipped = new();
    private readonly Lock _gate = new();
    private readonly HashSet<TrackedResource> _needed = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<TrackedResource> _neededUnlessReplaced = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Adds a resource, whose dependencies have been registered. The stack and providers are always included: they serve the others.
    /// </summary>
    /// <returns>True where the operation covers it.</returns>
    public bool Includes(ResourceState state) => _selected.Add(state) || state.Type == Urn.StackType || ProviderType.IsProvider(state.Type);

    /// <summary>True where a new resource was left out, so that its outputs are unknown.</summary>
    public bool IsSkipped(Urn urn) => _skipped.ContainsKey(urn);

    /// <summary>True where a resource that is left as it is depends on this one, so that it must stay, too.</summary>
    public bool Needs(TrackedResource resource)
    {
        lock (_gate)
        {
            return _needed.Contains(resource) || (_neededUnlessReplaced.Contains(resource) && !resource.State.Delete);
        }
    }

    /// <summary>Leaves a registered resource as it is.</summary>
    public Task<TrackedResource> LeaveAsync(ResourcePlan plan)
    {
        if (plan.Old is not { } old)
        {
            _skipped[plan.New.Urn] = true;
            return steps.ExecuteAsync([new SkippedCreateStep(plan)], provider: null);
        }

        // As in Pulumi, a replaced target goes although untargeted resources were made with it; one of an excluded resource stays.
        Require(context.Selection.Targets.Count > 0 ? _neededUnlessReplaced : _needed, old);
        return KeepAsync(old);
    }

    /// <summary>Keeps the dependencies of an old resource that stays as it is, although the program no longer registers them.</summary>
    public void RequireDependenciesOf(TrackedResource old) => Require(_needed, old);

    /// <summary>Keeps the state of an old resource.</summary>
    public Task<TrackedResource> KeepAsync(TrackedResource old) =>
        steps.ExecuteAsync([new SameStep(ResourcePlan.Keep(old))], provider: null);

    /// <summary>
    /// Fails where a resource depends on a new one that was left out. A preview goes on, to report all of them at once.
    /// </summary>
    /// <exception cref="StepFailedException">It does; the reason has been reported.</exception>
    public void RequireNothingSkipped(ResourceState state)
    {
        IEnumerable<Urn> provider = state.Provider is { } reference ? [reference.Urn] : [];
        foreach (var urn in state.References().Concat(provider).Where(IsSkipped).Distinct())
        {
            var message =
                context.Selection.Targets.Count > 0
                    ? $"Resource '{state.Urn}' depends on '{urn}' which was was not specified in --target list."
                    : $"Resource '{state.Urn}' depends on '{urn}', which does not exist yet and is excluded by --exclude.";
            if (!context.IsPreview)
            {
                throw context.Refuse(state, message);
            }

            context.RefuseStep(state.Urn, message);
            _skipped.TryRemove(urn, out _);
        }
    }

    private void Require(HashSet<TrackedResource> needed, TrackedResource old)
    {
        lock (_gate)
        {
            needed.UnionWith(oldGraph.WithDependencies([old]));
        }
    }
}
