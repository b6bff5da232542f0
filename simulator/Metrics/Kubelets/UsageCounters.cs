namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>
/// Counters that grow at a rate which may change. They are advanced when they are read, so that they cost nothing otherwise; the current
/// rate counts for the whole time since the latest reading.
/// </summary>
internal sealed class UsageCounters
{
    /// <summary>How long a counter that is not read is kept.</summary>
    private static readonly TimeSpan _kept = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string Subject), (DateTimeOffset At, double Total)> _counters = [];
    private DateTimeOffset _pruned;

    /// <summary>Advances a counter to this moment, and returns its value.</summary>
    /// <param name="name">What is counted.</param>
    /// <param name="subject">The ID of the container or pod.</param>
    /// <param name="start">The time of its start, when the counter is 0.</param>
    /// <param name="now">This moment.</param>
    /// <param name="rate">The growth in a second.</param>
    public double Advance(string name, string subject, DateTimeOffset start, DateTimeOffset now, double rate)
    {
        lock (_gate)
        {
            var (at, total) = _counters.GetValueOrDefault((name, subject), (start, 0));
            if (now > at)
            {
                (at, total) = (now, total + (rate * (now - at).TotalSeconds));
            }

            _counters[(name, subject)] = (at, total);
            return total;
        }
    }

    /// <summary>Forgets the counters that have not been read for an hour.</summary>
    public void Prune(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (now - _pruned < _kept)
            {
                return;
            }

            _pruned = now;
            foreach (var (key, counter) in _counters.Where(entry => now - entry.Value.At > _kept).ToList())
            {
                _counters.Remove(key);
            }
        }
    }
}
