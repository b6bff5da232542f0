namespace Engine.Tests.Support;

/// <summary>A clock that runs faster than the real one, for time-outs and pauses of a minute in a test of seconds.</summary>
/// <param name="factor">How many times faster it runs.</param>
internal sealed class AcceleratedTime(int factor) : TimeProvider
{
    private readonly DateTimeOffset _begin = System.GetUtcNow();
    private readonly long _origin = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _begin + (System.GetElapsedTime(_origin) * factor);

    public override long GetTimestamp() => (System.GetTimestamp() - _origin) * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), this);

    private TimeSpan Shorten(TimeSpan duration) => duration <= TimeSpan.Zero ? duration : duration / factor;

    private sealed class Timer(ITimer timer, AcceleratedTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Shorten(dueTime), time.Shorten(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
