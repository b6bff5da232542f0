using Infra.Engine.Deployments.Execution;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Importing;

/// <summary>Reads single objects and records them as resources.</summary>
internal sealed class ObjectImporter(DeploymentContext context)
{
    private readonly JournaledCalls _calls = new(context);

    /// <summary>Imports an object.</summary>
    /// <exception cref="StepFailedException">It failed; the reason has been reported.</exception>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping.</exception>
    public Task ImportAsync(ResourceImport import, ResourceState state, IResourceProvider provider) => ExecuteAsync(state, async step =>
        {
            var (found, operation) = await _calls.RunAsync(step, PendingOperationType.Reading, state, isJournaled: true, () =>
                ReadAsync(import, state, provider)
            );
            Warn(import, state, found.Check);
            var read = state with { Id = found.Read.Id, Inputs = found.Inputs, InitErrors = found.Read.InitErrors };
            return (read with { Outputs = SecretOutputs.Mark(read, found.Read.State) }, operation);
        });

    /// <summary>Records a component, which has no object.</summary>
    /// <inheritdoc cref="ImportAsync"/>
    public Task ImportComponentAsync(ResourceState state) => ExecuteAsync(state, _ => Task.FromResult((state, (int?)null)));

    private Task<bool> ExecuteAsync(ResourceState state, Func<StepDescription, Task<(ResourceState State, int? Operation)>> read) =>
        context.RunInSlotAsync(() =>
        {
            var step = new StepDescription
            {
                Operation = StepOperation.Import,
                Urn = state.Urn,
                New = state,
            };
            context.Events.Begin(step);
            return _calls.RunStepAsync(step, async () =>
            {
                RequireNew(step, state);
                var (imported, operation) = await read(step);
                var now = context.Now;
                imported = imported with { Created = now, Modified = now };
                await context.State.AddAsync(imported, operation);
                step = step with { Old = imported, New = imported };
                context.Events.Count(step);
                context.Events.Complete(step);
                return true;
            });
        });

    private void RequireNew(StepDescription step, ResourceState state)
    {
        if (context.State.FindRegistered(state.Urn) is not null)
        {
            throw _calls.Fail(step, $"resource '{state.Urn}' already exists");
        }

        if (context.State.FindRegistered(state.Parent) is null)
        {
            throw _calls.Fail(step, $"unknown parent '{state.Parent}' for resource '{state.Urn}'");
        }
    }

    private async Task<(ReadResult Read, PropertyMap Inputs, CheckResult Check)> ReadAsync(
        ResourceImport import,
        ResourceState state,
        IResourceProvider provider
    )
    {
        var read = await provider.ReadAsync(
            new ReadRequest
            {
                Urn = state.Urn,
                Id = import.Id,
                OldInputs = PropertyMap.Empty,
                OldState = PropertyMap.Empty,
            },
            context.Aborted
        );
        if (read.Id.Length == 0)
        {
            throw new ResourceProviderException($"resource '{import.Id}' does not exist");
        }

        var inputs = import.Properties.Count == 0 ? read.Inputs : read.Inputs.Where((key, _) => import.Properties.Contains(key));
        var check = await provider.CheckAsync(
            new CheckRequest
            {
                Urn = state.Urn,
                OldInputs = read.Inputs,
                NewInputs = inputs,
                RandomSeed = context.CreateSeed(state.Urn),
            },
            context.Aborted
        );
        return (read, inputs, check);
    }

    private void Warn(ResourceImport import, ResourceState state, CheckResult check)
    {
        if (check.Failures.Count == 0)
        {
            return;
        }

        var cause =
            import.Properties.Count == 0
                ? "This is almost certainly a bug in the provider."
                : "Try specifying a different set of properties to import with in the future.";
        context.Events.Warning(
            state.Urn,
            $"One or more imported inputs failed to validate. {cause} The import will still proceed, but you will need to edit the "
                + "generated code after copying it into your program."
        );
        foreach (var failure in check.Failures)
        {
            context.Events.Warning(state.Urn, failure.Property.Length == 0 ? failure.Reason : $"{failure.Property}: {failure.Reason}");
        }
    }
}
