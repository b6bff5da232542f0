namespace Infra.Simulator.Informers.Events;

/// <summary>Detects an object that gets many different messages of one reason in a short time.</summary>
internal sealed class EventAggregation
{
    private const int Threshold = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Uid, string Reason, string Component), Recent> _recent = [];

    /// <summary>Counts a message; returns its combined form, or null if it is recorded on its own.</summary>
    public string? Combine((string Uid, string Reason, string Component) kind, string message, DateTimeOffset now)
    {
        var recent = _recent.TryGetValue(kind, out var known) && now - known.Last <= Interval ? known : new Recent(message, null, now);
        recent = recent.With(message) with { Last = now };
        _recent[kind] = recent;
        return recent.Count < Threshold ? null : $"(combined from similar events): {message}";
    }

    /// <summary>Drops messages older than the interval.</summary>
    public void RemoveExpired(DateTimeOffset now)
    {
        foreach (var expired in _recent.Where(r => now - r.Value.Last > Interval).Select(r => r.Key).ToList())
        {
            _recent.Remove(expired);
        }
    }

    /// <summary>Distinct messages. Most kinds have one only, and no set.</summary>
    private readonly record struct Recent(string First, HashSet<string>? All, DateTimeOffset Last)
    {
        public int Count => All?.Count ?? 1;

        public Recent With(string message)
        {
            if (All is null && message == First)
            {
                return this;
            }

            var all = All ?? new HashSet<string>(StringComparer.Ordinal) { First };
            all.Add(message);
            return this with { All = all };
        }
    }
}
