using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>The kinds of affinity terms of placed pods that affect other pods.</summary>
internal enum TermKind
{
    /// <summary>Required pod affinity.</summary>
    Required,

    /// <summary>Required pod anti-affinity.</summary>
    RequiredAnti,

    /// <summary>Preferred pod affinity.</summary>
    Preferred,

    /// <summary>Preferred pod anti-affinity.</summary>
    PreferredAnti,
}

/// <summary>A term, and the number of placed pods with it in each domain of its topology key.</summary>
internal sealed record PlacedTerm(PodAffinityTerm Term, DomainCounts Domains);

/// <summary>The affinity terms of placed pods, each distinct one once.</summary>
internal sealed class PlacedTerms
{
    private readonly Dictionary<TermKind, Dictionary<string, PlacedTerm>> _terms = Enum.GetValues<TermKind>()
        .ToDictionary(kind => kind, _ => new Dictionary<string, PlacedTerm>(StringComparer.Ordinal));

    /// <summary>The terms of one kind.</summary>
    public IReadOnlyCollection<PlacedTerm> this[TermKind kind] => _terms[kind].Values;

    /// <summary>The terms with changes added.</summary>
    public PlacedTerms With(IEnumerable<PodChange> changes)
    {
        var changed = new PlacedTerms();
        foreach (var (kind, terms) in _terms)
        {
            foreach (var (key, term) in terms)
            {
                changed._terms[kind].Add(key, term with { Domains = new DomainCounts(term.Domains) });
            }
        }

        foreach (var change in changes)
        {
            changed.Add(change);
        }

        return changed;
    }

    /// <summary>Adds or removes the terms of a pod.</summary>
    public void Add(PodChange change)
    {
        Add(TermKind.Required, change.Pod.Affinity, change);
        Add(TermKind.RequiredAnti, change.Pod.AntiAffinity, change);
        Add(TermKind.Preferred, change.Pod.PreferredAffinity, change);
        Add(TermKind.PreferredAnti, change.Pod.PreferredAntiAffinity, change);
    }

    private void Add(TermKind kind, IReadOnlyList<PodAffinityTerm> added, PodChange change)
    {
        for (var i = 0; i < added.Count; i++)
        {
            if (!change.Node.Labels.TryGetValue(added[i].TopologyKey, out var domain))
            {
                continue;
            }

            var terms = _terms[kind];
            if (!terms.TryGetValue(added[i].Key, out var term))
            {
                terms[added[i].Key] = term = new PlacedTerm(added[i], new DomainCounts());
            }

            term.Domains.Add(domain, change.Times);
            if (term.Domains.Total == 0)
            {
                terms.Remove(added[i].Key);
            }
        }
    }
}
