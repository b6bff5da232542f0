namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>Counters of things that have been present, such as pods, of which only the present ones can be read.</summary>
internal sealed class DistinctCounters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (HashSet<string> Present, long Total)> _counters = new(StringComparer.Ordinal);

    /// <summary>Adds those that were not present at the latest reading, and returns the counter's value.</summary>
    public long Count(string name, IEnumerable<string> present)
    {
        lock (_gate)
        {
            var now = present.ToHashSet(StringComparer.Ordinal);
            var (before, total) = _counters.GetValueOrDefault(name, ([], 0));
            total += now.Count(one => !before.Contains(one));
            _counters[name] = (now, total);
            return total;
        }
    }
}
