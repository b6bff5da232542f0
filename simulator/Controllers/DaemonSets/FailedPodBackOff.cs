namespace Infra.Simulator.Controllers.DaemonSets;

/// <summary>The delay between deletions of failed pods of a DaemonSet on one node: 1 s, doubling to 15 minutes.</summary>
internal sealed class FailedPodBackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, (DateTimeOffset Since, TimeSpan Delay)> _entries = new(StringComparer.Ordinal);

    /// <summary>Returns the time left before a failed pod may be deleted; zero allows it and starts the next delay.</summary>
    public TimeSpan Next(string key, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(key, out var entry) || now - entry.Since > 2 * Max)
        {
            _entries[key] = (now, First);
            return TimeSpan.Zero;
        }

        if (now - entry.Since < entry.Delay)
        {
            return entry.Delay - (now - entry.Since);
        }

        _entries[key] = (now, 2 * entry.Delay > Max ? Max : 2 * entry.Delay);
        return TimeSpan.Zero;
    }
}
