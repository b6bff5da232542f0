using Infra.Engine.Errors;

namespace Infra.Engine.State.Stores;

/// <summary>Keeps two updates of a stack apart.</summary>
internal interface IStackLocks
{
    /// <summary>Takes the lock of a stack.</summary>
    /// <exception cref="StackLockedException">Another update holds it.</exception>
    IStackLock Acquire(StackName stack, LockHolder holder);

    /// <summary>Finds the locks of a stack.</summary>
    IReadOnlyList<HeldLock> Find(StackName stack);

    /// <summary>Removes a lock. It does not stop the update that holds it.</summary>
    void Remove(StackName stack, HeldLock held);

    /// <summary>Forgets a removed stack.</summary>
    void RemoveAll(StackName stack);
}

/// <summary>A lock that this process holds until it disposes it.</summary>
internal interface IStackLock : IDisposable
{
    /// <summary>False once the lock is gone, so that another update may have begun.</summary>
    bool IsHeld { get; }

    /// <summary>Cancelled when the lock is found to be gone.</summary>
    CancellationToken Lost => CancellationToken.None;

    /// <summary>What the user should know about how the lock was taken, or null.</summary>
    string? Notice => null;
}
