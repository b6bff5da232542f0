namespace Infra.Simulator.Informers.Events;

/// <summary>Detects an object that gets many different messages of one reason in a short time.</summary>
internal sealed class EventAggregation
{
    private const int Threshold = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Uid, string Reason, string Component), (HashSet<string> Messages, DateTimeOffset Last)> _recent =
    [];

    /// <summary>Counts a message; returns its combined form, or null if it is recorded on its own.</summary>
    public string? Combine((string Uid, string Reason, string Component) kind, string message, DateTimeOffset now)
    {
        if (!_recent.TryGetValue(kind, out var entry) || now - entry.Last > Interval)
        {
            entry = (new HashSet<string>(StringComparer.Ordinal), now);
        }

        entry.Messages.Add(message);
        _recent[kind] = entry with { Last = now };
        return entry.Messages.Count < Threshold ? null : $"(combined from similar events): {message}";
    }

    /// <summary>Drops messages older than the interval.</summary>
    public void RemoveExpired(DateTimeOffset now)
    {
        foreach (var expired in _recent.Where(r => now - r.Value.Last > Interval).Select(r => r.Key).ToList())
        {
            _recent.Remove(expired);
        }
    }
}
