using System.Collections.Concurrent;

namespace Sdk.Tests.Protocol.Grpc;

/// <summary>A clock whose timers fire when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly ConcurrentQueue<ManualTimer> _timers = new();

    /// <summary>Lets every timer fire that is due after the given time or sooner.</summary>
    public void Fire(TimeSpan elapsed)
    {
        foreach (var timer in _timers)
            if (timer.DueTime <= elapsed && timer.DueTime >= TimeSpan.Zero)
                timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state)) { DueTime = dueTime };
        _timers.Enqueue(timer);
        return timer;
    }

    private sealed class ManualTimer(Action fire) : ITimer
    {
        public TimeSpan DueTime { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DueTime = dueTime;
            return true;
        }

        public void Dispose() => DueTime = Timeout.InfiniteTimeSpan;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
