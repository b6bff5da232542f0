namespace Infra.Engine.Deployments.Services;

/// <summary>Counts the calls under way, so that the deployment can wait for them before it lets go of anything they use.</summary>
internal sealed class ActivityCounter
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private int _active;

    /// <summary>Counts a call until the result is disposed of.</summary>
    public IDisposable Enter()
    {
        lock (_gate)
        {
            _active++;
        }

        return new Activity(this);
    }

    /// <summary>Ends at a moment at which no call is under way.</summary>
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
