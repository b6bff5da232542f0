using Infra.Engine.Deployments.Planning;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Execution;

/// <summary>Carries out deletions: single ones, and many in parallel in the reverse order of their dependencies.</summary>
internal sealed class DeletionExecutor(DeploymentContext context, Func<ProviderReference, Task<IResourceProvider>> getProvider)
{
    private readonly JournaledCalls _calls = new(context);
    private readonly StepHooks _hooks = new(context, new JournaledCalls(context));

    /// <summary>
    /// Carries out deletions in parallel, each after those of its dependents. After a failure no further one begins, except after one of a
    /// protected resource, which keeps only its dependencies.
    /// </summary>
    public async Task ExecuteAllAsync(IReadOnlyList<DeletionStep> steps, DependencyGraph graph)
    {
        await DescribeAsync(steps);
        var deletions = steps.ToDictionary(
            step => step.Resource,
            _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        await Task.WhenAll(steps.Select(ExecuteAfterDependentsAsync));

        async Task ExecuteAfterDependentsAsync(DeletionStep step)
        {
            var succeeded = false;
            try
            {
                var dependents = graph.GetDependents(step.Resource).Where(deletions.ContainsKey);
                if ((await Task.WhenAll(dependents.Select(dependent => deletions[dependent].Task))).All(deleted => deleted))
                {
                    await ExecuteAsync(step);
                    succeeded = true;
                }
            }
            catch (Exception error) when (error is DeploymentStoppedException or StepFailedException)
            {
                // Reported already. The dependencies of this resource stay.
            }
            finally
            {
                deletions[step.Resource].SetResult(succeeded);
            }
        }
    }

    /// <summary>Warns of what deletions leave behind or destroy besides the resources themselves.</summary>
    public async Task DescribeAsync(IReadOnlyList<DeletionStep> steps)
    {
        var deletions = steps
            .OfType<DeleteStep>()
            .Where(step => step.Resource.State is { Custom: true, External: false, Provider: not null })
            .Where(step => !ProviderType.IsProvider(step.Resource.State.Type));
        foreach (var group in deletions.GroupBy(step => step.Resource.State.Provider!.Value))
        {
            if (await FindNoticesAsync(group.Key) is not { } notices)
            {
                continue;
            }

            Deletion[] described = [.. group.Select(Describe)];
            foreach (var notice in await notices.DescribeDeletionsAsync(described, context.Aborted))
            {
                context.Events.Warning(notice.Urn, notice.Message);
            }
        }
    }

    /// <summary>Carries out a deletion.</summary>
    /// <exception cref="StepFailedException">It failed; the reason has been reported.</exception>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping.</exception>
    public Task ExecuteAsync(DeletionStep step)
    {
        context.RequireAllowed(step, step.Resource.State);
        return step switch
        {
            RemovePendingReplacementStep => _calls.RunStepAsync(step.Describe(), async () =>
            {
                await context.State.RemoveAsync(step.Resource, operation: null);
                return true;
            }),
            DeleteStep delete => context.RunInSlotAsync(() => DeleteAsync(delete)),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
        };
    }

    private Task<bool> DeleteAsync(DeleteStep step)
    {
        var description = step.Describe();
        context.Events.Begin(description);
        return _calls.RunStepAsync(description, async () =>
        {
            var old = step.Resource.State;
            await _hooks.RunBeforeAsync(description, new HookCall(HookType.BeforeDelete, old, New: null));
            if (DeletionGenerator.IsProtected(step))
            {
                throw RefuseProtected(step);
            }

            var operation = step.CallsProvider && !context.IsPreview ? await CallProviderAsync(description, old) : null;
            if (step.AwaitsReplacement)
            {
                await context.State.ChangeAsync(step.Resource, old with { PendingReplacement = true }, operation);
            }
            else
            {
                await context.State.RemoveAsync(step.Resource, operation);
            }

            await _hooks.RunAfterAsync(new HookCall(HookType.AfterDelete, old, New: null));
            context.Events.Count(description);
            context.Events.Complete(description);
            return true;
        });
    }

    private static Deletion Describe(DeleteStep step) =>
        new()
        {
            Urn = step.Urn,
            OldState = step.Resource.State.Outputs,
            KeepsObject = step.Resource.State.RetainOnDelete,
            IsReplaced = step.IsReplaced,
        };

    private async Task<IDeletionNotices?> FindNoticesAsync(ProviderReference reference)
    {
        try
        {
            return await getProvider(reference) as IDeletionNotices;
        }
        catch (ResourceProviderException)
        {
            // The deletions report it.
            return null;
        }
    }

    private async Task<int?> CallProviderAsync(StepDescription description, ResourceState old)
    {
        var request = new DeleteRequest
        {
            Urn = old.Urn,
            Id = old.Id,
            OldInputs = old.Inputs,
            OldState = old.Outputs,
            Timeout = old.CustomTimeouts?.Delete,
        };
        try
        {
            var (_, operation) = await _calls.RunAsync(description, PendingOperationType.Deleting, old, isJournaled: true, async () =>
            {
                var reference = old.Provider ?? throw new ResourceProviderException("the state names no provider for the resource");
                var provider = await getProvider(reference);
                return await _hooks.RepeatOnErrorAsync(new HookCall(HookType.OnError, old, New: null, "delete"), async () =>
                {
                    await provider.DeleteAsync(request, context.Aborted);
                    return true;
                });
            });
            return operation;
        }
        catch (StepFailedException)
        {
            // Whether the object is gone is unknown.
            context.MarkUncertain();
            throw;
        }
    }

    private StepFailedException RefuseProtected(DeleteStep step)
    {
        var urn = step.Urn;
        context.Events.Fail(step.Describe());
        context.RefuseStep(
            urn,
            $"{(context.IsPreview ? "Preview failed: " : "")}resource \"{urn}\" cannot be deleted\nbecause it is protected. To unprotect the "
                + "resource, either remove the `protect` flag from the resource in your Pulumi program and run `infra up`, or use the "
                + $"command:\n`infra state unprotect '{urn}'`"
        );
        return new StepFailedException(step.Resource.State);
    }
}
