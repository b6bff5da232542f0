using System.Collections.Concurrent;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Execution;

/// <summary>Carries out the steps of registered resources: calls the provider, records the result and publishes the events.</summary>
internal sealed class StepExecutor(DeploymentContext context)
{
    private readonly JournaledCalls _calls = new(context);
    private readonly StepHooks _hooks = new(context, new JournaledCalls(context));

    /// <summary>The steps of components whose outputs the program has not registered yet.</summary>
    private readonly ConcurrentDictionary<Urn, StepDescription> _componentSteps = new();

    /// <summary>Carries out steps in order.</summary>
    /// <returns>The resource they lead to.</returns>
    /// <exception cref="StepFailedException">A step failed; the reason has been reported.</exception>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping.</exception>
    public async Task<TrackedResource> ExecuteAsync(IReadOnlyList<RegistrationStep> steps, IResourceProvider? provider)
    {
        TrackedResource? resource = null;
        foreach (var step in steps)
        {
            resource = await ExecuteAsync(step, provider) ?? resource;
        }

        return resource ?? throw new ArgumentException("None of the steps leads to a resource.", nameof(steps));
    }

    /// <summary>Sets the outputs of a registered component and completes its step.</summary>
    /// <param name="urn">The URN of the component.</param>
    /// <param name="outputs">Computes the outputs from those before this deployment.</param>
    /// <returns>False where no such component awaits its outputs.</returns>
    public async Task<bool> CompleteComponentAsync(Urn urn, Func<PropertyMap, PropertyMap> outputs)
    {
        if (!_componentSteps.TryRemove(urn, out var step))
        {
            return false;
        }

        if (context.State.FindRegistered(urn) is not { } component)
        {
            // Its creation was left out, so there is nothing to record.
            return true;
        }

        var state = component.State with { Outputs = outputs(step.Old?.Outputs ?? PropertyMap.Empty) };
        return await _calls.RunStepAsync(step, async () =>
        {
            if (!state.Outputs.Equals(component.State.Outputs))
            {
                await context.State.ChangeAsync(component, state);
            }

            await _hooks.RunAfterAsync(step.Operation, step.Old, state);
            context.Events.Complete(step with { New = state });
            return true;
        });
    }

    // Steps without a provider call need no slot.
    private Task<TrackedResource?> ExecuteAsync(RegistrationStep step, IResourceProvider? provider) =>
        step is SameStep or SkippedCreateStep or ReplaceStep
            ? RunAsync(step, provider)
            : context.RunInSlotAsync(step.Plan.Goal.Place, () => RunAsync(step, provider));

    private async Task<TrackedResource?> RunAsync(RegistrationStep step, IResourceProvider? provider)
    {
        context.RequireAllowed(step, step.Plan.New);
        var description = step.Describe();
        context.Events.Begin(description);
        return await _calls.RunStepAsync<TrackedResource?>(description, async () => step switch
            {
                SameStep same => await KeepAsync(same, description, provider),
                SkippedCreateStep skipped => Skip(skipped, description),
                CreateStep create => await CreateAsync(create, description, provider),
                UpdateStep update => await UpdateAsync(update, description, provider),
                ImportStep import => await ImportAsync(import, description, provider),
                ReadStep read => await ReadAsync(read, description, provider),
                ReplaceStep => Complete(description),
                _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
            });
    }

    private async Task<TrackedResource> KeepAsync(SameStep step, StepDescription description, IResourceProvider? provider)
    {
        var (old, @new) = (step.Plan.Old!, step.Plan.New);
        var state = @new with { Id = old.State.Id, Outputs = SecretOutputs.Mark(@new, old.State.Outputs) };
        try
        {
            if (provider is ProviderAsResource resource)
            {
                await resource.KeepAsync(state.Urn, old.State, context.Aborted);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw _calls.Fail(description, context.IsPreview ? $"Preview failed: {error.Message}" : error.Message);
        }

        var kept = await context.State.KeepAsync(old, state);
        Complete(description with { New = state });
        return kept;
    }

    private TrackedResource Skip(SkippedCreateStep step, StepDescription description)
    {
        Complete(description);
        return new TrackedResource(-1, step.Plan.New);
    }

    private async Task<TrackedResource> CreateAsync(CreateStep step, StepDescription description, IResourceProvider? provider)
    {
        var plan = step.Plan;
        await _hooks.RunBeforeAsync(description, new HookCall(HookType.BeforeCreate, Old: null, plan.New));
        var request = StepRequests.Create(step, context);
        var onError = new HookCall(HookType.OnError, Old: null, plan.New, "create");
        var begun = plan.New with { Created = context.Now };
        var (created, operation) = await CallAsync(description, PendingOperationType.Creating, begun, provider, async service =>
        {
            var result = await _hooks.RepeatOnErrorAsync(onError, () => service.CreateAsync(request, context.Aborted));
            return result.Id.Length > 0 || context.IsPreview
                ? result
                : throw new ResourceProviderException("the provider did not return an id for the created resource");
        });
        var now = context.Now;
        var state = plan.New with
        {
            Id = created?.Id ?? "",
            Inputs = created?.Inputs ?? plan.New.Inputs,
            Outputs = SecretOutputs.Mark(plan.New, created?.State ?? PropertyMap.Empty),
            InitErrors = created?.InitErrors ?? [],
            Created = now,
            Modified = now,
        };
        var added = await context.State.AddAsync(state, operation, plan.Old, step.KeepsOld);
        return await CompleteWithHooksAsync(description with { Old = plan.Old?.State, New = state }, added);
    }

    private async Task<TrackedResource> UpdateAsync(UpdateStep step, StepDescription description, IResourceProvider? provider)
    {
        var (plan, old) = (step.Plan, step.Plan.Old!.State);
        await _hooks.RunBeforeAsync(description, new HookCall(HookType.BeforeUpdate, old, plan.New));
        var request = new UpdateRequest
        {
            Urn = plan.New.Urn,
            Id = old.Id,
            OldInputs = old.Inputs,
            OldState = old.Outputs,
            NewInputs = plan.New.Inputs,
            Timeout = plan.Goal.CustomTimeouts?.Update,
            IgnoreChanges = plan.Goal.IgnoreChanges,
            Preview = context.IsPreview,
            StopWaiting = context.Cancelled,
        };
        var (updated, operation) = await CallAsync(description, PendingOperationType.Updating, plan.New, provider, service =>
            _hooks.RepeatOnErrorAsync(new HookCall(HookType.OnError, old, plan.New, "update"), () =>
                service.UpdateAsync(request, context.Aborted)
            )
        );
        var state = plan.New with
        {
            // As in Pulumi, a resource that is not ready keeps its old inputs, so the next update finds a difference and tries again.
            Inputs = updated is { InitErrors.Count: > 0 } ? old.Inputs : plan.New.Inputs,
            Outputs = updated is null ? old.Outputs : SecretOutputs.Mark(plan.New, updated.State),
            InitErrors = updated?.InitErrors ?? [],
            Modified = updated is null ? old.Modified : context.Now,
        };
        var added = await context.State.AddAsync(state, operation, plan.Old);
        return await CompleteWithHooksAsync(description with { New = state }, added);
    }

    private async Task<TrackedResource> ImportAsync(ImportStep step, StepDescription description, IResourceProvider? provider)
    {
        var plan = step.Plan;
        var request = new ReadRequest
        {
            Urn = plan.New.Urn,
            Id = plan.Goal.ImportId,
            OldInputs = PropertyMap.Empty,
            OldState = PropertyMap.Empty,
            DeclaredInputs = plan.New.Inputs,
            IgnoreChanges = plan.Goal.IgnoreChanges,
        };
        var (read, operation) = await ReadAsync(description, plan.New, provider, request);
        var now = context.Now;
        var state = plan.New with
        {
            Id = read.Id,
            Inputs = read.Inputs,
            Outputs = SecretOutputs.Mark(plan.New, read.State),
            InitErrors = read.InitErrors,
            Created = now,
            Modified = now,
        };
        var added = await context.State.AddAsync(state, operation, plan.Old, step.KeepsOld);
        Complete(description with { Old = plan.Old?.State, New = state });
        return added;
    }

    private async Task<TrackedResource> ReadAsync(ReadStep step, StepDescription description, IResourceProvider? provider)
    {
        var (plan, old) = (step.Plan, step.Plan.Old?.State);
        var request = new ReadRequest
        {
            Urn = plan.New.Urn,
            Id = plan.New.Id,
            OldInputs = plan.New.Inputs,
            OldState = plan.New.Inputs,
        };
        var (read, operation) = await ReadAsync(description, plan.New, provider, request);
        var state = plan.New with { Id = read.Id, Outputs = SecretOutputs.Mark(plan.New, read.State), InitErrors = read.InitErrors };
        var isChanged = old is not null && !(old.Outputs.Equals(state.Outputs) && old.Inputs.Equals(state.Inputs));
        state = state with { Created = old?.Created ?? "", Modified = isChanged ? context.Now : old?.Modified ?? "" };
        var added = await context.State.AddAsync(state, operation, plan.Old, step.KeepsOld);
        return CompleteIfReady(description with { Old = plan.Old?.State, New = state }, added);
    }

    private async Task<(ReadResult Result, int? Operation)> ReadAsync(
        StepDescription description,
        ResourceState state,
        IResourceProvider? provider,
        ReadRequest request
    )
    {
        var (read, operation) = await CallAsync(description, PendingOperationType.Reading, state, provider, async service =>
        {
            var result = await service.ReadAsync(request, context.Aborted);
            return result.Id.Length > 0 ? result : throw new ResourceProviderException($"resource '{request.Id}' does not exist");
        });
        return (read!, operation);
    }

    /// <summary>Calls the provider; a component has none.</summary>
    private async Task<(T? Result, int? Operation)> CallAsync<T>(
        StepDescription step,
        PendingOperationType type,
        ResourceState state,
        IResourceProvider? provider,
        Func<IResourceProvider, Task<T>> call
    )
        where T : class
    {
        // A provider's own resource exists only in the engine: an interrupted configuration leaves nothing behind.
        return provider is null
            ? (null, null)
            : await _calls.RunAsync(step, type, state, isJournaled: provider is not ProviderAsResource, () => call(provider));
    }

    /// <summary>Completes the creation or update of a resource; the hooks of a component run when its outputs are registered.</summary>
    private async Task<TrackedResource> CompleteWithHooksAsync(StepDescription step, TrackedResource resource)
    {
        if (resource.State is { Custom: true, InitErrors.Count: 0 })
        {
            await _hooks.RunAfterAsync(step.Operation, step.Old, resource.State);
        }

        return CompleteIfReady(step, resource);
    }

    private TrackedResource CompleteIfReady(StepDescription step, TrackedResource resource)
    {
        if (resource.State.InitErrors is not { Count: > 0 } problems)
        {
            Complete(step);
            return resource;
        }

        throw _calls.Fail(step, InitErrorText.Format(problems, context.IsPreview));
    }

    private TrackedResource? Complete(StepDescription step)
    {
        context.Events.Count(step);
        var isComponent = !step.New!.Custom;
        if (isComponent)
        {
            // The step of a component is complete when the program registers its outputs.
            _componentSteps[step.Urn] = step;
        }

        // A plan has the step at once, and again with the outputs.
        if (!isComponent || context.IsPreview)
        {
            context.Events.Complete(step);
        }

        return null;
    }
}
