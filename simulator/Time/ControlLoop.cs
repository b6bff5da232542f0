namespace Infra.Simulator.Time;

/// <summary>
/// The one thread of control that all controllers, the scheduler and the simulated kubelets share: it takes in what happened, then fires timers that are
/// due, then does one piece of work after the other in the order it was queued. Nothing runs beside it, so the same start gives the same run.
/// Served, it sleeps until something happens or a timer is due; under a <see cref="VirtualClock"/>, <see cref="RunFor"/> moves the clock itself.
/// </summary>
/// <param name="clock">Tells the time and, when served, wakes the loop.</param>
internal sealed class ControlLoop(TimeProvider clock) : IDisposable
{
    private readonly List<IEventSource> _sources = [];
    private readonly List<Task?> _awaited = [];
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Queue<Action> _ready = new();
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _timers = new();
    private long _order;

    /// <summary>The present instant.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>When the next timer is due, or null when none is set.</summary>
    public DateTimeOffset? NextTimer => _timers.TryPeek(out _, out var key) ? key.Due : null;

    /// <summary>Adds a source of events. Sources are looked at in the order they were added.</summary>
    public void Listen(IEventSource source)
    {
        _sources.Add(source);
        _awaited.Add(null);
    }

    /// <summary>Queues work at the end.</summary>
    public void Enqueue(Action work) => _ready.Enqueue(work);

    /// <summary>Runs <paramref name="action"/> once <paramref name="delay"/> has passed.</summary>
    public void After(TimeSpan delay, Action action) => At(Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero), action);

    /// <summary>Runs <paramref name="action"/> at <paramref name="instant"/>.</summary>
    public void At(DateTimeOffset instant, Action action) => _timers.Enqueue(action, (instant, ++_order));

    /// <summary>Serves until cancelled, in the time of the clock.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (!Step())
                await SleepAsync(cancellation);
        }
    }

    /// <summary>Does everything that can be done without the clock moving.</summary>
    public void RunReady()
    {
        while (Step())
        {
        }
    }

    /// <summary>Lets <paramref name="duration"/> of virtual time pass, doing everything that falls due in it.</summary>
    public void RunFor(VirtualClock virtualClock, TimeSpan duration) => RunUntil(virtualClock, () => false, virtualClock.GetUtcNow() + duration);

    /// <summary>Lets virtual time pass until <paramref name="condition"/> holds or <paramref name="deadline"/> is reached; tells whether it holds.</summary>
    public bool RunUntil(VirtualClock virtualClock, Func<bool> condition, DateTimeOffset deadline)
    {
        while (true)
        {
            RunReady();
            if (condition())
                return true;
            var next = Earlier(NextTimer, virtualClock.NextTimer);
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
        var happened = false;
        foreach (var source in _sources)
            happened |= source.TakeIn();
        if (_timers.TryPeek(out var due, out var key) && key.Due <= Now)
        {
            _timers.Dequeue();
            due();
            return true;
        }

        if (!_ready.TryDequeue(out var work))
            return happened;
        work();
        return true;
    }

    private async Task SleepAsync(CancellationToken cancellation)
    {
        if (AnythingHappened(cancellation))
            return;
        var wait = NextTimer - Now ?? Timeout.InfiniteTimeSpan;
        if (NextTimer is not null && wait <= TimeSpan.Zero)
            return;
        // An alarm cannot be set much further ahead than this; waking early costs one look at the queues.
        wait = wait < TimeSpan.FromDays(20) ? wait : TimeSpan.FromDays(20);
        using var alarm = clock.CreateTimer(_ => _wake.Release(), null, wait, Timeout.InfiniteTimeSpan);
        try
        {
            await _wake.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Being told to stop is the regular end of the loop.
        }
    }

    // One pending wait per source outlives many sleeps: an idle kind of object costs nothing.
    private bool AnythingHappened(CancellationToken cancellation)
    {
        for (var i = 0; i < _sources.Count; i++)
        {
            if (_awaited[i] is { IsCompleted: false })
                continue;
            var wait = _sources[i].WaitAsync(cancellation);
            if (wait.IsCompleted)
            {
                _awaited[i] = null;
                return !cancellation.IsCancellationRequested;
            }

            _awaited[i] = wait.ContinueWith(
                _ => _wake.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return false;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null ? b : b is null || a < b ? a : b;
}
