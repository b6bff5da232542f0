using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Execution;

/// <summary>Runs the hooks of resources around the operations of steps.</summary>
internal sealed class StepHooks(DeploymentContext context, JournaledCalls calls)
{
    /// <summary>As in Pulumi.</summary>
    private const int MaximumRetries = 100;

    /// <summary>Runs the hooks before an operation.</summary>
    /// <exception cref="StepFailedException">One failed; the reason has been reported.</exception>
    public async Task RunBeforeAsync(StepDescription step, HookCall call)
    {
        if (await FindFailureAsync(call) is { } failure)
        {
            throw calls.Fail(step, failure.IsRegistered ? $"before {failure.Message}" : failure.Message);
        }
    }

    /// <summary>Runs the hooks after an operation. It has succeeded, so a failure of theirs is one of the deployment only.</summary>
    public async Task RunAfterAsync(HookCall call)
    {
        if (await FindFailureAsync(call) is { } failure)
        {
            context.FailStep(call.Resource.Urn, failure.IsRegistered ? $"after {failure.Message}" : failure.Message);
        }
    }

    /// <summary>Runs the hooks after a registered resource was created or updated.</summary>
    public Task RunAfterAsync(StepOperation operation, ResourceState? old, ResourceState state) =>
        operation switch
        {
            StepOperation.Create or StepOperation.CreateReplacement => RunAfterAsync(new HookCall(HookType.AfterCreate, Old: null, state)),
            StepOperation.Update => RunAfterAsync(new HookCall(HookType.AfterUpdate, old, state)),
            _ => Task.CompletedTask,
        };

    /// <summary>Runs an operation of a provider, and again after a failure if a hook asks for it.</summary>
    public async Task<T> RepeatOnErrorAsync<T>(HookCall call, Func<Task<T>> operation)
    {
        var hooks = call.Resource.Hooks.GetValueOrDefault(HookType.OnError, []);
        var failures = new List<string>();
        while (true)
        {
            try
            {
                return await operation();
            }
            catch (ResourceProviderException error) when (hooks.Count > 0)
            {
                failures.Insert(0, error.Message);
                if (failures.Count >= MaximumRetries)
                {
                    context.Events.Warning(call.Resource.Urn, $"maximum number of error hook retries ({MaximumRetries}) reached");
                    throw;
                }

                if (!await WantsRetryAsync(hooks, call, failures))
                {
                    throw;
                }
            }
        }
    }

    private async Task<bool> WantsRetryAsync(IReadOnlyList<string> hooks, HookCall call, List<string> failures)
    {
        var wants = false;
        foreach (var hook in hooks)
        {
            try
            {
                wants |= await context.Hooks.RunOnErrorAsync(hook, call, failures);
            }
            catch (HookFailedException error)
            {
                throw new ResourceProviderException($"error hooks execution failed: {error.Message}", error);
            }
        }

        if (wants)
        {
            context.Events.Warning(
                call.Resource.Urn,
                $"retrying {call.FailedOperation} due to on-error hook request ({failures.Count}/{MaximumRetries})"
            );
        }

        return wants;
    }

    private async Task<(bool IsRegistered, string Message)?> FindFailureAsync(HookCall call)
    {
        foreach (var hook in call.Resource.Hooks.GetValueOrDefault(call.Type, []))
        {
            try
            {
                await context.Hooks.RunAsync(hook, call);
            }
            catch (HookFailedException error) when (error.IsIgnored)
            {
                context.Events.Warning(call.Resource.Urn, $"{call.Type} hook \"{hook}\" failed: {error.Message}");
            }
            catch (HookFailedException error)
            {
                return error.IsRegistered ? (true, $"hook \"{hook}\" failed: {error.Message}") : (false, error.Message);
            }
        }

        return null;
    }
}
