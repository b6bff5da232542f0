using Infra.Engine.Deployments.Execution;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Refreshing;

/// <summary>
/// Takes the live objects into the state. Every resource is read, also after others have failed; what was read is recorded at the end, at
/// once, so that no reference to a removed resource remains.
/// </summary>
/// <param name="context">The deployment.</param>
/// <param name="registry">The provider instances.</param>
/// <param name="mode">Whether the refresh is the whole operation: then its steps are named by their results and counted.</param>
internal sealed class StateRefresher(DeploymentContext context, ProviderRegistry registry, RefreshMode mode)
{
    private readonly ResourceReader _reader = new(context, reference =>
        registry.GetAsync(reference, wanted => FindProvider(context.State.Origin, wanted), context.Aborted)
    );

    /// <summary>Refreshes the selected resources of the state.</summary>
    public async Task RefreshAsync()
    {
        ResourceState[] states = [.. context.State.Origin.Select(resource => resource.State)];
        if (HasUnknownSelection(states))
        {
            return;
        }

        var selected = context.Selection.Select(states).ToHashSet<ResourceState>(ReferenceEqualityComparer.Instance);
        var refreshed = await Task.WhenAll(
            states.Select(state => selected.Contains(state) ? RefreshAsync(state) : Task.FromResult<ResourceState?>(state))
        );
        try
        {
            await context.State.RebaseAsync(RefreshedReferences.Repair(refreshed, states));
        }
        catch (EngineException error)
        {
            context.Fail(default, error.Message);
        }

        if (context.HasFailed)
        {
            context.Stop();
        }
    }

    private static ResourceState? FindProvider(IEnumerable<TrackedResource> state, ProviderReference reference) =>
        state.Select(resource => resource.State).FirstOrDefault(provider => provider.Urn == reference.Urn && provider.Id == reference.Id);

    private bool HasUnknownSelection(IEnumerable<ResourceState> states)
    {
        var patterns = context.Selection.Targets.Concat(context.Selection.Excludes);
        var unknown = ResourceSelection.FindUnmatched(patterns, [.. states.Select(state => state.Urn).Distinct()]);
        foreach (var pattern in unknown)
        {
            context.Fail(default, ResourceSelection.DescribeUnmatched(pattern));
        }

        return unknown.Count > 0;
    }

    /// <summary>Refreshes one resource.</summary>
    /// <returns>Its new state, null where its object is gone; the old state where it could not be read.</returns>
    private async Task<ResourceState?> RefreshAsync(ResourceState old)
    {
        try
        {
            return ResourceReader.HasObject(old)
                ? await context.RunInSlotAsync(() => ReadAsync(old))
                : await Task.FromResult(Complete(Begin(old), RefreshedResource.Same(old)));
        }
        catch (DeploymentStoppedException)
        {
            return old;
        }
    }

    private async Task<ResourceState?> ReadAsync(ResourceState old)
    {
        var step = Begin(old);
        try
        {
            return Complete(step, await _reader.ReadAsync(old));
        }
        catch (OperationCanceledException) when (context.Aborted.IsCancellationRequested)
        {
            context.Events.Fail(step);
            return old;
        }
        catch (Exception error) when (error is ResourceProviderException or FormatException or EngineException)
        {
            context.Events.Fail(step);
            context.Events.Diagnose(
                DiagnosticSeverity.Error,
                old.Urn,
                context.IsPreview ? $"Preview failed: {error.Message}" : error.Message
            );
            context.MarkStepFailed();
            if (!context.IsPreview)
            {
                context.MarkUncertain();
            }

            return old;
        }
    }

    private StepDescription Begin(ResourceState old)
    {
        var step = new StepDescription
        {
            Operation = StepOperation.Refresh,
            Urn = old.Urn,
            Old = old,
            New = old,
            IsLogical = false,
        };
        context.Events.Begin(step);
        return step;
    }

    private ResourceState? Complete(StepDescription step, RefreshedResource refreshed)
    {
        var completed = step with
        {
            Operation = mode == RefreshMode.Only ? refreshed.Operation : StepOperation.Refresh,
            New = refreshed.New,
            ChangedKeys = refreshed.Diff.ChangedKeys,
            DetailedDiff = refreshed.Diff.DetailedDiff,
            Drift = refreshed.Drift,
        };
        if (mode == RefreshMode.Only)
        {
            context.Events.Count(completed with { IsLogical = true });
        }

        context.Events.Complete(completed);
        return refreshed.New;
    }
}
