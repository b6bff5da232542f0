namespace Infra.Simulator.Time;

/// <summary>
/// The single thread of control shared by controllers, scheduler and simulated kubelets: it polls the event sources, then fires due timers,
/// then runs queued work in order. Nothing runs concurrently, so the same start gives the same run. <see cref="RunAsync"/> sleeps until an
/// event arrives or a timer is due; <see cref="RunFor"/> advances a <see cref="VirtualClock"/> instead.
/// </summary>
/// <param name="clock">Supplies the time and, in <see cref="RunAsync"/>, wakes the loop.</param>
/// <param name="onFailure">Called with the failure of a piece of work, after which the loop goes on; null for a loop that ends.</param>
internal sealed class ControlLoop(TimeProvider clock, Action<Exception>? onFailure = null) : IDisposable
{
    private readonly List<IEventSource> _sources = [];
    private readonly List<Task?> _awaited = [];
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Queue<Action> _ready = new();
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _timers = new();
    private long _order;

    /// <summary>The current time of the clock.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The due time of the next timer; null for none.</summary>
    public DateTimeOffset? NextTimer => _timers.TryPeek(out _, out var key) ? key.Due : null;

    /// <summary>Adds an event source. Sources are polled in the order they were added.</summary>
    public void AddSource(IEventSource source)
    {
        _sources.Add(source);
        _awaited.Add(null);
    }

    /// <summary>Queues work.</summary>
    public void Enqueue(Action work) => _ready.Enqueue(work);

    /// <summary>Runs <paramref name="action"/> once <paramref name="delay"/> has passed.</summary>
    public void After(TimeSpan delay, Action action) => At(Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero), action);

    /// <summary>Runs <paramref name="action"/> at <paramref name="instant"/>.</summary>
    public void At(DateTimeOffset instant, Action action) => _timers.Enqueue(action, (instant, ++_order));

    /// <summary>Runs until cancelled; sleeps until an event arrives or a timer is due.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (!Step())
            {
                await SleepAsync(cancellation);
            }
        }
    }

    /// <summary>Runs until no work is ready at the current time.</summary>
    public void RunReady()
    {
        while (Step()) { }
    }

    /// <summary>Runs work that is ready until <paramref name="condition"/> holds.</summary>
    public void RunReadyUntil(Func<bool> condition)
    {
        while (!condition() && Step()) { }
    }

    /// <summary>Advances the virtual clock by <paramref name="duration"/>, running all work that becomes due.</summary>
    public void RunFor(VirtualClock virtualClock, TimeSpan duration) =>
        RunUntil(virtualClock, () => false, virtualClock.GetUtcNow() + duration);

    /// <summary>
    /// Advances the virtual clock until <paramref name="condition"/> holds or <paramref name="deadline"/> is reached; returns whether it
    /// holds.
    /// </summary>
    public bool RunUntil(VirtualClock virtualClock, Func<bool> condition, DateTimeOffset deadline)
    {
        while (true)
        {
            RunReady();
            if (condition())
            {
                return true;
            }

            var next = Instants.Earlier(NextTimer, virtualClock.NextTimer);
            if (next is null || next > deadline)
            {
                virtualClock.AdvanceTo(deadline);
                RunReady();
                return condition();
            }

            virtualClock.AdvanceTo(next.Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();

    private bool Step()
    {
        var hasEvents = false;
        foreach (var source in _sources)
        {
            hasEvents |= source.Poll();
        }

        if (_timers.TryPeek(out var due, out var key) && key.Due <= Now)
        {
            _timers.Dequeue();
            Run(due);
            return true;
        }

        if (!_ready.TryDequeue(out var work))
        {
            return hasEvents;
        }

        Run(work);
        return true;
    }

    private void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (onFailure is not null)
        {
            onFailure(failure);
        }
    }

    private async Task SleepAsync(CancellationToken cancellation)
    {
        if (HasEvents(cancellation))
        {
            return;
        }

        var wait = NextTimer - Now ?? Timeout.InfiniteTimeSpan;
        if (NextTimer is not null && wait <= TimeSpan.Zero)
        {
            return;
        }
        // Timers have a maximum due time of about 49 days; waking early is harmless.
        wait = wait < TimeSpan.FromDays(20) ? wait : TimeSpan.FromDays(20);
        using var timer = clock.CreateTimer(_ => _wake.Release(), null, wait, Timeout.InfiniteTimeSpan);
        try
        {
            await _wake.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Cancellation is the regular end of the loop.
        }
    }

    // The pending wait of a source is reused until it completes, so that idle sources cost nothing.
    private bool HasEvents(CancellationToken cancellation)
    {
        for (var i = 0; i < _sources.Count; i++)
        {
            if (_awaited[i] is { IsCompleted: false })
            {
                continue;
            }

            var wait = _sources[i].WaitAsync(cancellation);
            if (wait.IsCompleted)
            {
                _awaited[i] = null;
                return !cancellation.IsCancellationRequested;
            }

            _awaited[i] = wait.ContinueWith(
                _ => _wake.Release(),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }

        return false;
    }
}
