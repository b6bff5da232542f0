namespace Infra.Engine.Deployments.Services;

/// <summary>Counts running calls, so that a deployment can wait for them before it disposes what they use.</summary>
internal sealed class ActivityCounter
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private int _active;

    /// <summary>Counts a call until the returned object is disposed.</summary>
    public IDisposable Enter()
    {
        lock (_gate)
        {
            _active++;
        }

        return new Activity(this);
    }

    /// <summary>Waits until no call is running.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (_active == 0)
            {
                return Task.CompletedTask;
            }

            var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(idle);
            return idle.Task;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_active == 0)
            {
                _waiting.ForEach(idle => idle.SetResult());
                _waiting.Clear();
            }
        }
    }

    private sealed class Activity(ActivityCounter counter) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                counter.Leave();
            }
        }
    }
}
