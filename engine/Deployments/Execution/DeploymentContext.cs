using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Plans;
using Infra.Engine.Events;
using Infra.Engine.Providers.Naming;
using Infra.Engine.Resources;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Execution;

/// <summary>The shared parts of a running deployment: stack, state, events, limits and cancellation.</summary>
internal sealed class DeploymentContext : IDisposable
{
    private readonly CancellationTokenSource _stopping;
    private readonly SemaphoreSlim _slots;
    private int _failed;
    private int _hasFailedStep;
    private int _endsEarly;
    private int _isUncertain;

    /// <param name="parallel">The maximum number of concurrent operations.</param>
    /// <param name="cancelled">The user's request to stop: running operations are finished, no new one begins.</param>
    /// <param name="aborted">The user's request to stop at once: running operations are aborted.</param>
    public DeploymentContext(int parallel, CancellationToken cancelled, CancellationToken aborted)
    {
        _slots = new SemaphoreSlim(parallel);
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancelled, aborted);
        Cancelled = cancelled;
        Aborted = aborted;
    }

    public required StackName Stack { get; init; }

    public required bool IsPreview { get; init; }

    public required StateRecorder State { get; init; }

    public required EventPublisher Events { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The resources the deployment is limited to, and those it replaces.</summary>
    public ResourceSelection Selection { get; init; } = ResourceSelection.All;

    /// <summary>True to go on with resources that do not depend on a failed one.</summary>
    public bool ContinuesOnError { get; init; }

    /// <summary>The order in which operations start.</summary>
    public StartOrder Starts { get; } = new();

    /// <summary>The rules of automatic names.</summary>
    public NamingRules Naming { get; init; } = NamingRules.None;

    /// <summary>The hooks that the program registers.</summary>
    public IResourceHooks Hooks { get; set; } = NoHooks.Instance;

    /// <summary>Creates the seed of a resource's random parts.</summary>
    public Func<Urn, byte[]> CreateSeed { get; init; } = ResourceSeed.CreateRandom;

    /// <summary>Reviews each step before it begins; null to allow all.</summary>
    public IStepReview? Review { get; init; }

    public CancellationToken Cancelled { get; }

    public CancellationToken Aborted { get; }

    /// <summary>Fires when no operation may begin any more: after a failure, or when the user cancels.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public bool HasFailed => Volatile.Read(ref _failed) != 0;

    /// <summary>True where a step has failed; false where the deployment could not decide on a step, or the program failed.</summary>
    public bool HasFailedStep => Volatile.Read(ref _hasFailedStep) != 0;

    /// <summary>True where something other than a failed step has stopped the deployment, which has been reported.</summary>
    public bool EndsEarly => Volatile.Read(ref _endsEarly) != 0;

    /// <summary>True where the outcome of an operation is unknown, so that the state may not match what exists.</summary>
    public bool IsUncertain => Volatile.Read(ref _isUncertain) != 0;

    /// <summary>The present time as the state records it.</summary>
    public string Now => StateTimestamp.Format(Time.GetUtcNow());

    /// <summary>Reports an error and stops the deployment.</summary>
    public void Fail(Urn urn, string message, bool forbidsUpdate = false)
    {
        Events.Diagnose(DiagnosticSeverity.Error, urn, message, forbidsUpdate);
        if (!Stopping.IsCancellationRequested)
        {
            Volatile.Write(ref _endsEarly, 1);
        }

        Stop();
    }

    /// <summary>Reports the failure of a step. It stops the deployment, unless the user wants it to go on.</summary>
    public void FailStep(Urn urn, string message, bool forbidsUpdate = false)
    {
        RefuseStep(urn, message, forbidsUpdate);
        if (!ContinuesOnError)
        {
            Stop();
        }
    }

    /// <summary>Reports a step that is refused while others go on.</summary>
    public void RefuseStep(Urn urn, string message, bool forbidsUpdate = false)
    {
        Events.Diagnose(DiagnosticSeverity.Error, urn, message, forbidsUpdate);
        MarkStepFailed();
    }

    /// <summary>Reports why a resource is refused, stops the deployment, and returns the exception that ends the registration.</summary>
    public StepFailedException Refuse(ResourceState state, string message, bool forbidsUpdate = false)
    {
        Fail(state.Urn, message, forbidsUpdate);
        return new StepFailedException(state);
    }

    /// <summary>
    /// Refuses a resource when those registered before it have started: a later one that is wrong does not keep them from starting.
    /// </summary>
    /// <param name="plan">The resource.</param>
    /// <param name="messages">The reasons, each an error.</param>
    /// <param name="forbidsUpdate">True where the update may not begin either.</param>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping, so that the resource no longer counts.</exception>
    public async Task<StepFailedException> RefuseInTurnAsync(ResourcePlan plan, IReadOnlyList<string> messages, bool forbidsUpdate = false)
    {
        await WaitForTurnAsync(plan.Goal.Place);
        if (Stopping.IsCancellationRequested)
        {
            throw new DeploymentStoppedException();
        }

        foreach (var message in messages.SkipLast(1))
        {
            Events.Diagnose(DiagnosticSeverity.Error, plan.New.Urn, message, forbidsUpdate);
        }

        return Refuse(plan.New, messages[^1], forbidsUpdate);
    }

    /// <summary>
    /// Has a step reviewed. A preview goes on after a refusal, to report every step that is not allowed.
    /// </summary>
    /// <exception cref="StepFailedException">The step is not allowed; the reason has been reported.</exception>
    public void RequireAllowed(Step step, ResourceState state)
    {
        if (Review?.Review(step) is not { } refusal)
        {
            return;
        }

        if (!IsPreview)
        {
            throw Refuse(state, refusal);
        }

        Events.Diagnose(DiagnosticSeverity.Error, step.Urn, refusal, forbidsUpdate: true);
        MarkStepFailed();
    }

    /// <summary>Records that the outcome of an operation is unknown.</summary>
    public void MarkUncertain() => Volatile.Write(ref _isUncertain, 1);

    /// <summary>Makes the deployment's result a failure without stopping it.</summary>
    public void MarkFailed() => Volatile.Write(ref _failed, 1);

    /// <summary>Makes the deployment's result a failure because of a step that may not be carried out; others go on.</summary>
    public void MarkStepFailed()
    {
        Volatile.Write(ref _hasFailedStep, 1);
        MarkFailed();
    }

    /// <summary>Makes the deployment's result a failure and lets no operation begin any more.</summary>
    public void Stop()
    {
        MarkFailed();
        _stopping.Cancel();
    }

    /// <summary>
    /// Runs the operation of a registered resource when those registered before it have started and fewer than the maximum are running.
    /// </summary>
    /// <inheritdoc cref="RunInSlotAsync{T}(Func{Task{T}})"/>
    public async Task<T> RunInSlotAsync<T>(StartPlace? place, Func<Task<T>> operation)
    {
        await WaitForTurnAsync(place);
        var running = RunInSlotAsync(operation);
        LeavePlace(place);
        return await running;
    }

    /// <summary>Waits until the operations of all resources registered before have started.</summary>
    public Task WaitForTurnAsync(StartPlace? place) => place is { } taken ? Starts.WaitAsync(taken) : Task.CompletedTask;

    /// <summary>Lets the next resource start.</summary>
    public void LeavePlace(StartPlace? place)
    {
        if (place is { } taken)
        {
            Starts.Leave(taken);
        }
    }

    /// <summary>Runs an operation when fewer than the maximum are running, unless the deployment is stopping by then.</summary>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping.</exception>
    public async Task<T> RunInSlotAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            await _slots.WaitAsync(Stopping);
        }
        catch (OperationCanceledException)
        {
            throw new DeploymentStoppedException();
        }

        try
        {
            return Stopping.IsCancellationRequested ? throw new DeploymentStoppedException() : await operation();
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _slots.Dispose();
    }
}
