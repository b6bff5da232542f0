namespace Infra.Simulator.Informers.Events;

/// <summary>
/// Limits the events of one component about one object: 25 at once, then one per five minutes. The count of a recurring event goes on.
/// </summary>
internal sealed class SpamFilter
{
    private const int Burst = 25;
    private const int MaxTracked = 4096;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> _buckets = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Whether an event may be written now.</summary>
    /// <param name="key">The component and the object.</param>
    /// <param name="now">The current time.</param>
    public bool Allows(string key, DateTimeOffset now)
    {
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            bucket = (Burst, now);
            _order.Enqueue(key);
            if (_order.Count > MaxTracked)
            {
                _buckets.Remove(_order.Dequeue());
            }
        }

        var tokens = Math.Min(Burst, bucket.Tokens + ((now - bucket.At) / Interval));
        _buckets[key] = (tokens >= 1 ? tokens - 1 : tokens, now);
        return tokens >= 1;
    }
}
