namespace Pulumi;

/// <summary>
/// Bounds how many registrations the engine has not answered yet; the others wait in the order of the program. An engine holds memory for
/// each open call, and a program can have tens of thousands of resources ready at once.
/// </summary>
/// <remarks>
/// A registration that calls back into the program may wait for a resource that is still to be registered, so each running callback lets
/// one more registration through.
/// </remarks>
/// <param name="size">The number of registrations.</param>
internal sealed class RegistrationWindow(int size)
{
    /// <summary>More than an engine works on at a time.</summary>
    public const int DefaultSize = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();

    // Negative while callbacks that have ended are still owed theirs.
    private int _free = size;

    /// <summary>Makes a registration as soon as there is room for it.</summary>
    public async Task<T> RegisterAsync<T>(Func<Task<T>> register)
    {
        await EnterAsync().ConfigureAwait(false);
        try
        {
            return await register().ConfigureAwait(false);
        }
        finally
        {
            Widen();
        }
    }

    /// <summary>Runs a callback of the engine, for which a registration may be waiting.</summary>
    public async Task<T> CallBackAsync<T>(Func<Task<T>> callback)
    {
        Widen();
        try
        {
            return await callback().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _free--;
            }
        }
    }

    private Task EnterAsync()
    {
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    private void Widen()
    {
        TaskCompletionSource? next = null;
        lock (_gate)
        {
            if (_free < 0 || !_waiting.TryDequeue(out next))
            {
                _free++;
            }
        }

        next?.SetResult();
    }
}
