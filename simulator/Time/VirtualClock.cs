namespace Infra.Simulator.Time;

/// <summary>
/// A clock that only moves when told to, so that hours of cluster life pass in milliseconds and every run is the same.
/// Timers created through it fire inside <see cref="AdvanceTo"/>, in order of their due time and, at one instant, of their creation.
/// </summary>
/// <param name="start">The first instant the clock shows.</param>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private DateTimeOffset _now = start;
    private long _order;

    /// <summary>Ticks of 100 ns, the resolution of the clock.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the next timer fires, or null when none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
            {
                DropStale();
                return _timers.TryPeek(out _, out var key) ? key.Due : null;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves the clock forward by <paramref name="duration"/>, firing the timers that fall due.</summary>
    public void Advance(TimeSpan duration) => AdvanceTo(GetUtcNow() + duration);

    /// <summary>Moves the clock forward to <paramref name="instant"/>, firing the timers that fall due. An instant in the past leaves the clock where it is.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        while (TakeDue(instant) is { } timer)
            timer.Fire();
        lock (_gate)
            _now = instant > _now ? instant : _now;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private VirtualTimer? TakeDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            DropStale();
            if (!_timers.TryPeek(out var timer, out var key) || key.Due > until)
                return null;
            _timers.Dequeue();
            _now = key.Due > _now ? key.Due : _now;
            timer.Rearm(_now);
            return timer;
        }
    }

    private void DropStale()
    {
        while (_timers.TryPeek(out var timer, out var key) && timer.Order != key.Order)
            _timers.Dequeue();
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>The entry of the clock's queue that counts; an older one is stale.</summary>
        public long Order { get; private set; } = -1;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                Arm(dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime);
                return true;
            }
        }

        public void Rearm(DateTimeOffset now) => Arm(_period > TimeSpan.Zero ? now + _period : null);

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(DateTimeOffset? due)
        {
            if (due is null)
            {
                Order = -1;
                return;
            }

            Order = ++clock._order;
            clock._timers.Enqueue(this, (due.Value, Order));
        }
    }
}
