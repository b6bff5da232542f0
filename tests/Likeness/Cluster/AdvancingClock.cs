namespace Likeness.Cluster;

/// <summary>
/// The cluster's clock. It can be advanced, so that writes which were recorded in different seconds are in different seconds in a replay,
/// too: managed fields are sorted by their times.
/// </summary>
internal sealed class AdvancingClock : TimeProvider
{
    private long _ahead;

    /// <summary>Advances the clock by a second.</summary>
    public void Advance() => Interlocked.Add(ref _ahead, TimeSpan.TicksPerSecond);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));
}
