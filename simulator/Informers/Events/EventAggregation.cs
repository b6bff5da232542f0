namespace Infra.Simulator.Informers.Events;

/// <summary>Notices when an object gets many different messages of one kind in a short time.</summary>
internal sealed class EventAggregation
{
    private const int Many = 10;

    private static readonly TimeSpan Short = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Uid, string Reason, string Component), (HashSet<string> Messages, DateTimeOffset Last)> _recent = [];

    /// <summary>The message in its combined form; null where it can stand alone.</summary>
    public string? Combine((string Uid, string Reason, string Component) kind, string message, DateTimeOffset now)
    {
        if (!_recent.TryGetValue(kind, out var known) || now - known.Last > Short)
            known = (new HashSet<string>(StringComparer.Ordinal), now);
        known.Messages.Add(message);
        _recent[kind] = known with { Last = now };
        return known.Messages.Count < Many ? null : $"(combined from similar events): {message}";
    }

    /// <summary>Forgets what lies too far back to matter.</summary>
    public void Forget(DateTimeOffset now)
    {
        foreach (var stale in _recent.Where(r => now - r.Value.Last > Short).Select(r => r.Key).ToList())
            _recent.Remove(stale);
    }
}
