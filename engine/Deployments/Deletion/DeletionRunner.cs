using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Deletion;

/// <summary>Deletes single resources, and many of them in parallel in the reverse order of their dependencies.</summary>
internal sealed class DeletionRunner(DeploymentContext context, Func<ProviderReference, Task<IResourceProvider>> providers)
{
    private readonly Lock _gate = new();

    /// <summary>URNs that this deployment deletes or has deleted.</summary>
    private readonly HashSet<Urn> _deleted = [];

    /// <summary>True where a resource of this URN is being or has been deleted to be created anew, or for good.</summary>
    public bool IsDeleted(Urn urn)
    {
        lock (_gate)
        {
            return _deleted.Contains(urn);
        }
    }

    /// <summary>Takes a URN back: it has been created anew.</summary>
    public bool Revive(Urn urn)
    {
        lock (_gate)
        {
            return _deleted.Remove(urn);
        }
    }

    /// <summary>Deletes resources, each when everything that rests on it is gone. After a failure nothing new begins.</summary>
    public async Task DeleteAllAsync(IReadOnlyList<TrackedResource> condemned, DependencyGraph graph)
    {
        Announce(condemned);
        if (!CheckProtection(condemned))
        {
            return;
        }

        var done = condemned.ToDictionary(resource => resource, _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        await Task.WhenAll(condemned.Select(DeleteInTurnAsync));

        async Task DeleteInTurnAsync(TrackedResource resource)
        {
            var succeeded = false;
            try
            {
                var dependents = await Task.WhenAll(graph.DependentsOf(resource).Where(done.ContainsKey).Select(dependent => done[dependent].Task));
                if (dependents.All(gone => gone))
                {
                    await DeleteAsync(resource, isReplaced: resource.State.Delete);
                    succeeded = true;
                }
            }
            catch (Exception error) when (error is DeploymentStoppedException or StepFailedException)
            {
                // Told already; what this one rests on has to stay.
            }
            finally
            {
                done[resource].SetResult(succeeded);
            }
        }
    }

    /// <summary>Marks resources as about to be deleted, so that those deleted with them are spared the call.</summary>
    public void Announce(IEnumerable<TrackedResource> condemned)
    {
        lock (_gate)
        {
            foreach (var resource in condemned)
            {
                _deleted.Add(resource.State.Urn);
            }
        }
    }

    /// <summary>Deletes a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="isReplaced">True where another takes its place.</param>
    /// <param name="pendsReplacement">True where it stays in the state until its successor is created.</param>
    public Task DeleteAsync(TrackedResource resource, bool isReplaced, bool pendsReplacement = false)
    {
        var old = resource.State;
        return old.PendingReplacement
            ? context.State.RemoveAsync(resource, operation: null)
            : context.InTurnAsync(async () =>
            {
                var step = Describe(old, isReplaced);
                context.Events.Begin(step);
                var operation = await DeleteOnServiceAsync(step, old);
                if (pendsReplacement)
                {
                    await context.State.ChangeAsync(resource, old with { PendingReplacement = true }, operation);
                }
                else
                {
                    await context.State.RemoveAsync(resource, operation);
                }

                context.Events.Count(step);
                context.Events.Complete(step);
                return true;
            });
    }

    private static StepDescription Describe(ResourceState old, bool isReplaced) => new()
    {
        Operation = (old.External, isReplaced) switch
        {
            (true, true) => StepOperation.DiscardReplaced,
            (true, false) => StepOperation.Discard,
            (false, true) => StepOperation.DeleteReplaced,
            (false, false) => StepOperation.Delete,
        },
        Urn = old.Urn,
        Old = old,
        IsLogical = !isReplaced,
    };

    /// <summary>Refuses all deletions where one of them is forbidden: what a protected resource rests on must not go either, and the rest waits.</summary>
    private bool CheckProtection(IReadOnlyList<TrackedResource> condemned)
    {
        var forbidden = condemned.Where(resource => resource.State is { Protect: true, Delete: false, PendingReplacement: false }).ToArray();
        foreach (var resource in forbidden)
        {
            var urn = resource.State.Urn;
            context.Events.Fail(Describe(resource.State, isReplaced: false));
            context.Fail(urn, $"resource \"{urn}\" cannot be deleted\nbecause it is protected. To unprotect the resource, set its option `protect` to false in the program "
                + "and run `up`; nothing was deleted");
        }

        return forbidden.Length == 0;
    }

    private async Task<int?> DeleteOnServiceAsync(StepDescription step, ResourceState old)
    {
        if (context.IsPreview || !old.Custom || old.External || old.RetainOnDelete || ProviderType.IsProvider(old.Type)
            || (!old.DeletedWith.IsEmpty && IsDeleted(old.DeletedWith)))
        {
            return null;
        }

        var operation = await context.State.BeginAsync(PendingOperationType.Deleting, old);
        try
        {
            var provider = await providers(old.Provider ?? throw new ResourceProviderException("the state does not say which provider looks after it"));
            await provider.DeleteAsync(
                new DeleteRequest { Urn = old.Urn, Id = old.Id, OldInputs = old.Inputs, OldState = old.Outputs, Timeout = old.CustomTimeouts?.Delete },
                context.Aborted);
            return operation;
        }
        catch (OperationCanceledException) when (context.Aborted.IsCancellationRequested)
        {
            context.Events.Fail(step);
            context.Fail(old.Urn, $"{old.Urn}: its deletion was given up: its outcome is not known");
            throw new StepFailedException(old);
        }
        catch (Exception error)
        {
            await context.State.EndAsync(operation);
            context.Events.Fail(step);
            context.Fail(old.Urn, error.Message);
            throw new StepFailedException(old);
        }
    }
}
