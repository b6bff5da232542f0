namespace Pulumi;

/// <summary>Tracks the running tasks and collects their failures.</summary>
internal sealed class WorkTracker
{
    private readonly Lock _lock = new();
    private readonly List<Exception> _failures = [];
    private readonly Action<Task> _onDone;
    private TaskCompletionSource? _waiter;
    private int _open;

    public WorkTracker() => _onDone = OnDone;

    public void Add(Task work)
    {
        lock (_lock)
        {
            _open++;
        }

        work.ContinueWith(_onDone, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until all tasks have completed or one has failed.</summary>
    /// <returns>The failures so far, each once, even if several tasks failed with it.</returns>
    public async Task<IReadOnlyList<Exception>> WaitForIdleOrFailureAsync()
    {
        Task done;
        lock (_lock)
        {
            if (_open == 0 || _failures.Count > 0)
            {
                return [.. _failures.Distinct()];
            }

            _waiter ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            done = _waiter.Task;
        }

        await done.ConfigureAwait(false);
        lock (_lock)
        {
            return [.. _failures.Distinct()];
        }
    }

    private void OnDone(Task work)
    {
        lock (_lock)
        {
            _open--;
            if (work.IsFaulted)
            {
                _failures.AddRange(work.Exception.InnerExceptions);
            }
            else if (work.IsCanceled)
            {
                _failures.Add(new TaskCanceledException("A part of the program was cancelled before it had a result.", null));
            }

            if (_open == 0 || _failures.Count > 0)
            {
                _waiter?.TrySetResult();
            }
        }
    }
}
