using System.Collections.Concurrent;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Steps;

/// <summary>Takes the steps that make a registered resource what it is to be: announces each, carries it out, records it, and tells how it ended.</summary>
internal sealed class StepRunner(DeploymentContext context)
{
    private readonly ConcurrentDictionary<Urn, StepDescription> _componentSteps = new();

    /// <summary>Gives a component its outputs.</summary>
    /// <param name="urn">The component.</param>
    /// <param name="outputs">Makes the outputs from those it had before this deployment.</param>
    /// <returns>False where no such component was registered.</returns>
    public async Task<bool> CompleteComponentAsync(Urn urn, Func<PropertyMap, PropertyMap> outputs)
    {
        if (!_componentSteps.TryRemove(urn, out var step) || context.State.FindRegistered(urn) is not { } component)
        {
            return false;
        }

        var state = component.State with { Outputs = outputs(step.Old?.Outputs ?? PropertyMap.Empty) };
        if (!state.Outputs.Equals(component.State.Outputs))
        {
            await context.State.ChangeAsync(component, state);
        }

        context.Events.Complete(step with { New = state });
        return true;
    }

    /// <summary>Leaves a resource as it is.</summary>
    public async Task<TrackedResource> KeepAsync(PlannedResource plan)
    {
        var old = plan.Old!;
        var step = plan.Describe(StepOperation.Same);
        context.Events.Begin(step);
        var state = plan.New with { Id = old.State.Id, Outputs = SecretOutputs.Mark(plan.New, old.State.Outputs) };
        try
        {
            if (plan.Provider is ProviderAsResource provider)
            {
                await provider.KeepAsync(state.Urn, old.State, context.Aborted);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Fail(step, error);
        }

        var before = old.State;
        var kept = await context.State.KeepAsync(old, state);
        Finish(step with { Old = before, New = state });
        return kept;
    }

    /// <summary>Creates a resource, or the successor of one.</summary>
    /// <param name="plan">The resource.</param>
    /// <param name="keepPredecessor">For a successor: true where its predecessor still exists and is deleted later.</param>
    public Task<TrackedResource> CreateAsync(PlannedResource plan, bool keepPredecessor = false) => context.InTurnAsync(async () =>
    {
        var isReplacement = plan.Old is not null;
        var step = plan.Describe(isReplacement ? StepOperation.CreateReplacement : StepOperation.Create, isLogical: !isReplacement);
        context.Events.Begin(step);
        var (created, operation) = await OperateAsync(step, PendingOperationType.Creating, plan.New, plan.Provider, async provider =>
        {
            var result = await provider.CreateAsync(
                new CreateRequest
                {
                    Urn = plan.New.Urn,
                    Inputs = plan.New.Inputs,
                    Timeout = plan.Goal.CustomTimeouts?.Create,
                    Preview = context.IsPreview,
                    StopWaiting = context.Cancelled,
                },
                context.Aborted);
            return result.Id.Length > 0 || context.IsPreview
                ? result
                : throw new ResourceProviderException("the provider did not return an id for the created resource");
        });
        var now = context.Now;
        var state = plan.New with
        {
            Id = created?.Id ?? "",
            Outputs = SecretOutputs.Mark(plan.New, created?.State ?? PropertyMap.Empty),
            InitErrors = created?.InitErrors ?? [],
            Created = now,
            Modified = now,
        };
        var added = await context.State.AddAsync(state, operation, plan.Old, keepPredecessor);
        return Complete(step with { Old = plan.Old?.State, New = state }, added, "created");
    });

    /// <summary>Changes a resource in place.</summary>
    public Task<TrackedResource> UpdateAsync(PlannedResource plan) => context.InTurnAsync(async () =>
    {
        var old = plan.Old!;
        var before = old.State;
        var planned = plan with { New = plan.New with { Id = before.Id } };
        var step = planned.Describe(StepOperation.Update);
        context.Events.Begin(step);
        var (updated, operation) = await OperateAsync(step, PendingOperationType.Updating, planned.New, plan.Provider, provider => provider.UpdateAsync(
            new UpdateRequest
            {
                Urn = plan.New.Urn,
                Id = before.Id,
                OldInputs = before.Inputs,
                OldState = before.Outputs,
                NewInputs = plan.New.Inputs,
                Timeout = plan.Goal.CustomTimeouts?.Update,
                IgnoreChanges = plan.Goal.IgnoreChanges,
                Preview = context.IsPreview,
                StopWaiting = context.Cancelled,
            },
            context.Aborted));
        var state = planned.New with
        {
            // What is not ready keeps its old inputs, as with Pulumi: the next update differs from them and tries again.
            Inputs = updated is { InitErrors.Count: > 0 } ? before.Inputs : planned.New.Inputs,
            Outputs = updated is null ? before.Outputs : SecretOutputs.Mark(planned.New, updated.State),
            InitErrors = updated?.InitErrors ?? [],
            Modified = updated is null ? before.Modified : context.Now,
        };
        var added = await context.State.AddAsync(state, operation, old);
        return Complete(step with { Old = before, New = state }, added, "updated");
    });

    /// <summary>Takes over an object that exists already.</summary>
    public Task<TrackedResource> ImportAsync(PlannedResource plan) => context.InTurnAsync(async () =>
    {
        var step = plan.Describe(plan.Old is null ? StepOperation.Import : StepOperation.ImportReplacement, isLogical: plan.Old is null);
        context.Events.Begin(step);
        var (read, operation) = await OperateAsync(step, PendingOperationType.Reading, plan.New, plan.Provider, async provider =>
        {
            var result = await provider.ReadAsync(
                new ReadRequest { Urn = plan.New.Urn, Id = plan.Goal.ImportId, OldInputs = PropertyMap.Empty, OldState = PropertyMap.Empty }, context.Aborted);
            return result.Id.Length > 0 ? result : throw new ResourceProviderException($"resource '{plan.Goal.ImportId}' does not exist");
        });
        var now = context.Now;
        var state = plan.New with
        {
            Id = read!.Id,
            Inputs = read.Inputs,
            Outputs = SecretOutputs.Mark(plan.New, read.State),
            InitErrors = read.InitErrors,
            Created = now,
            Modified = now,
        };
        var added = await context.State.AddAsync(state, operation, plan.Old, keepPredecessor: plan.Old is not null);
        Finish(step with { Old = plan.Old?.State, New = state });
        return added;
    });

    /// <summary>Looks up an object that stays somebody else's.</summary>
    public Task<TrackedResource> ReadAsync(PlannedResource plan) => context.InTurnAsync(async () =>
    {
        var replacesOwn = plan.Old is { State.External: false };
        var step = plan.Describe(replacesOwn ? StepOperation.ReadReplacement : StepOperation.Read, isLogical: !replacesOwn);
        context.Events.Begin(step);
        var (read, operation) = await OperateAsync(step, PendingOperationType.Reading, plan.New, plan.Provider, async provider =>
        {
            var result = await provider.ReadAsync(
                new ReadRequest { Urn = plan.New.Urn, Id = plan.New.Id, OldInputs = plan.New.Inputs, OldState = plan.New.Inputs }, context.Aborted);
            return result.Id.Length > 0 ? result : throw new ResourceProviderException($"resource '{plan.New.Id}' does not exist");
        });
        var state = plan.New with { Id = read!.Id, Outputs = SecretOutputs.Mark(plan.New, read.State), InitErrors = read.InitErrors };
        var isChanged = plan.Old is null || !plan.Old.State.Outputs.Equals(state.Outputs) || !plan.Old.State.Inputs.Equals(state.Inputs);
        state = state with { Created = plan.Old?.State.Created ?? "", Modified = isChanged && plan.Old is not null ? context.Now : plan.Old?.State.Modified ?? "" };
        var added = await context.State.AddAsync(state, operation, plan.Old, keepPredecessor: replacesOwn);
        return Complete(step with { Old = plan.Old?.State, New = state }, added, "read");
    });

    /// <summary>Announces that creation and deletion together are one replacement.</summary>
    public void Replace(PlannedResource plan)
    {
        var step = plan.Describe(StepOperation.Replace);
        context.Events.Begin(step);
        Finish(step);
    }

    /// <summary>Carries out an operation of a provider between the journal's begin and end. Components have none, providers need no journal.</summary>
    private async Task<(T? Result, int? Operation)> OperateAsync<T>(
        StepDescription step, PendingOperationType type, ResourceState state, IResourceProvider? provider, Func<IResourceProvider, Task<T>> operate)
        where T : class
    {
        if (provider is null)
        {
            return (null, null);
        }

        int? operation = provider is ProviderAsResource ? null : await context.State.BeginAsync(type, state);
        try
        {
            return (await operate(provider), operation);
        }
        catch (OperationCanceledException) when (context.Aborted.IsCancellationRequested)
        {
            // Without an end in the journal: nobody knows how far it got, and the next update is told so.
            context.Events.Diagnose(DiagnosticSeverity.Error, step.Urn, $"{step.Urn}: {step.Operation.Name()} was given up: its outcome is not known");
            context.MarkFailed();
            context.Events.Fail(step);
            throw new StepFailedException(state);
        }
        catch (Exception error)
        {
            if (operation is { } begun)
            {
                await context.State.EndAsync(begun);
            }

            throw Fail(step, error);
        }
    }

    private TrackedResource Complete(StepDescription step, TrackedResource resource, string what)
    {
        if (resource.State.InitErrors is not { Count: > 0 } problems)
        {
            Finish(step);
            return resource;
        }

        context.Events.Fail(step);
        context.Fail(step.Urn, $"resource {step.Urn} was {what} but is not ready:\n{string.Join('\n', problems.Select(problem => $"  * {problem}"))}");
        throw new StepFailedException(resource.State);
    }

    private void Finish(StepDescription step)
    {
        context.Events.Count(step);
        if (step.New!.Custom)
        {
            context.Events.Complete(step);
        }
        else
        {
            // A component's outputs are told when the program registers them.
            _componentSteps[step.Urn] = step;
        }
    }

    private StepFailedException Fail(StepDescription step, Exception error)
    {
        context.Events.Fail(step);
        context.Fail(step.Urn, context.IsPreview ? $"Preview failed: {error.Message}" : error.Message);
        return new StepFailedException(step.New ?? step.Old!);
    }
}
