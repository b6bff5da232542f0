namespace Infra.Simulator.Scheduling;

/// <summary>A number for each topology domain, that is, for each value of a node label.</summary>
/// <param name="source">The numbers that this one's are added to; null for none.</param>
internal sealed class DomainCounts(DomainCounts? source = null)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _total;
    private int? _minimum;

    /// <summary>The number of domains, those of number zero included.</summary>
    public int Domains => source?.Domains ?? _counts.Count;

    /// <summary>The sum over the domains.</summary>
    public int Total => _total + (source?.Total ?? 0);

    /// <summary>The smallest number of a domain; zero without domains.</summary>
    public int Minimum =>
        source is not null
            ? source._counts.Keys.Select(domain => this[domain]).DefaultIfEmpty().Min()
            : _minimum ??= _counts.Values.DefaultIfEmpty().Min();

    /// <summary>The number of a domain; zero if there is no such domain.</summary>
    public int this[string domain] => _counts.GetValueOrDefault(domain) + (source?[domain] ?? 0);

    /// <summary>Adds to the number of a domain, which exists from then on.</summary>
    public void Add(string domain, int difference)
    {
        var before = _counts.GetValueOrDefault(domain);
        _counts[domain] = before + difference;
        _total += difference;
        // The minimum stays while a larger number grows, which is what placing a pod usually does.
        if (difference < 0 || before <= _minimum)
        {
            _minimum = null;
        }
    }
}
