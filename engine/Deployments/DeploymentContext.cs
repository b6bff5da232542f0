using System.Security.Cryptography;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments;

/// <summary>What all parts of a running deployment share.</summary>
internal sealed class DeploymentContext : IDisposable
{
    private const int SeedSize = 32;

    private readonly CancellationTokenSource _stopping;
    private readonly SemaphoreSlim _slots;
    private int _failed;

    /// <param name="parallel">How many operations run at a time.</param>
    /// <param name="cancelled">The user's wish to stop: what is under way is finished, nothing new begins.</param>
    /// <param name="aborted">The user's wish to stop at once: what is under way is given up.</param>
    public DeploymentContext(int parallel, CancellationToken cancelled, CancellationToken aborted)
    {
        Parallel = parallel;
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

    /// <summary>The source of a resource's random parts.</summary>
    public Func<Urn, byte[]> SeedOf { get; set; } = _ => RandomNumberGenerator.GetBytes(SeedSize);

    /// <summary>The packs that have a say.</summary>
    public PolicyEnforcement Policies { get; set; } = PolicyEnforcement.None;

    public int Parallel { get; }

    public CancellationToken Cancelled { get; }

    public CancellationToken Aborted { get; }

    /// <summary>Fires when nothing new may begin: after a failure, or when the user cancels.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public bool HasFailed => Volatile.Read(ref _failed) != 0;

    /// <summary>The present as states note it.</summary>
    public string Now => Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Tells the user what is wrong and stops the deployment.</summary>
    public void Fail(Urn urn, string message)
    {
        Events.Diagnose(DiagnosticSeverity.Error, urn, message);
        MarkFailed();
    }

    /// <summary>Tells the user what is wrong with a resource and gives what its registration ends with.</summary>
    public StepFailedException Refuse(ResourceState state, string message)
    {
        Fail(state.Urn, message);
        return new StepFailedException(state);
    }

    /// <summary>Lets the deployment go on and makes it fail in the end.</summary>
    public void MarkFailedInTheEnd() => Volatile.Write(ref _failed, 1);

    public void MarkFailed()
    {
        Volatile.Write(ref _failed, 1);
        _stopping.Cancel();
    }

    /// <summary>Runs an operation when there is room for one more, unless the deployment is stopping by then.</summary>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping.</exception>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> operation)
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

/// <summary>A step was not begun because the deployment is stopping. Why it stops has been told already.</summary>
internal sealed class DeploymentStoppedException() : Exception("The deployment is stopping.");

/// <summary>A step failed. Why has been told already.</summary>
internal sealed class StepFailedException(ResourceState state) : Exception("The step failed.")
{
    public ResourceState State { get; } = state;
}
