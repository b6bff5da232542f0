using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Execution;

/// <summary>Runs the provider calls of steps between the journal's begin and end records, and reports how they fail.</summary>
internal sealed class JournaledCalls(DeploymentContext context)
{
    /// <summary>Runs a provider call. The caller records its result together with the end of the operation.</summary>
    /// <param name="step">The step the call belongs to.</param>
    /// <param name="type">The kind of operation the journal records.</param>
    /// <param name="state">The resource as it is to become, or as it was for a deletion.</param>
    /// <param name="isJournaled">False where an interrupted call leaves nothing behind.</param>
    /// <param name="call">Calls the provider.</param>
    /// <returns>The provider's result and the operation's number; no number where the call is not journaled.</returns>
    /// <exception cref="StepFailedException">The call failed; the reason has been reported.</exception>
    public async Task<(T Result, int? Operation)> RunAsync<T>(
        StepDescription step,
        PendingOperationType type,
        ResourceState state,
        bool isJournaled,
        Func<Task<T>> call
    )
    {
        int? operation = isJournaled ? await context.State.BeginAsync(type, state) : null;
        try
        {
            return (await call(), operation);
        }
        catch (OperationCanceledException) when (context.Aborted.IsCancellationRequested)
        {
            // The journal keeps the operation without an end, and the next update settles it.
            throw Fail(step, $"{step.Urn}: {step.Operation.Name()} was aborted; its outcome is unknown until the next update finds it out");
        }
        catch (Exception error)
        {
            var failure = Fail(
                step,
                context.IsPreview ? $"Preview failed: {error.Message}" : error.Message,
                error is ResourceProviderException { ForbidsUpdate: true }
            );
            // A provider that crashed may have made the change: the journal keeps the operation without an end.
            if (operation is { } begun && error is not ResourceProviderException { IsOutcomeUnknown: true })
            {
                await context.State.EndAsync(begun);
            }

            throw failure;
        }
    }

    /// <summary>
    /// Runs a step. Where the journal cannot be written, the step fails: the state in memory keeps its result, and no further operation
    /// begins.
    /// </summary>
    public async Task<T> RunStepAsync<T>(StepDescription step, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (EngineException error)
        {
            throw Fail(step, error.Message);
        }
    }

    /// <summary>Reports the failure of a step and returns the exception that ends the step.</summary>
    public StepFailedException Fail(StepDescription step, string message, bool forbidsUpdate = false)
    {
        // A step of a plan does not fail: its end is missing.
        if (!context.IsPreview)
        {
            context.Events.Fail(step);
        }

        context.FailStep(step.Urn, message, forbidsUpdate);
        return new StepFailedException(step.New ?? step.Old!);
    }
}
