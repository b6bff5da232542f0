using System.Collections.Immutable;
using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Sdk.Exemptions;

/// <summary>Decides what becomes of a violation that somebody may have exempted.</summary>
internal sealed class ExemptionBook
{
    private readonly ImmutableArray<(Exemption Exemption, bool IsExpired)> _entries;

    /// <summary>Opens the book on a day.</summary>
    /// <param name="exemptions">Its entries, checked.</param>
    /// <param name="today">The day that decides what has expired.</param>
    public ExemptionBook(ImmutableArray<Exemption> exemptions, DateOnly today) =>
        _entries = [.. exemptions.Select(exemption => (exemption, ExemptionCheck.ParseDate(exemption.Expires) < today))];

    /// <summary>The entries that have expired, with their places in the list, from 1 on.</summary>
    public IEnumerable<(int Place, Exemption Exemption)> Expired =>
        _entries.Select((entry, i) => (Place: i + 1, entry.Exemption, entry.IsExpired)).Where(entry => entry.IsExpired).Select(entry => (entry.Place, entry.Exemption));

    /// <summary>The finding as it is to be reported: a violation that is exempted says so, one whose exemption has expired says that.</summary>
    /// <param name="policy">The name of the policy that found it.</param>
    /// <param name="finding">What it found.</param>
    /// <param name="resource">The resource it is about; null for the whole stack.</param>
    public Finding Apply(string policy, Finding finding, AnalyzedResource? resource)
    {
        if (finding.Kind != FindingKind.Violation || _entries.IsEmpty)
            return finding;

        Exemption? expired = null;
        foreach (var (exemption, isExpired) in _entries)
        {
            if (!Covers(exemption, policy, finding.Urn, resource))
                continue;
            if (!isExpired)
                return finding with { Kind = FindingKind.Exempted, Message = $"exempted until {exemption.Expires} ({exemption.Reason}): {finding.Message}" };
            expired = exemption;
        }

        return expired is null
            ? finding
            : finding with { Message = $"{finding.Message} Its exemption expired on {expired.Expires} ({expired.Reason})." };
    }

    private static bool Covers(Exemption exemption, string policy, string urn, AnalyzedResource? resource) =>
        ExemptionCheck.Matches(exemption.Policy, policy)
        && (string.IsNullOrWhiteSpace(exemption.Urn) || ExemptionCheck.Matches(exemption.Urn, urn))
        && (exemption.Labels is not { Count: > 0 } labels || (resource is not null && labels.All(label => HasLabel(resource, label.Key, label.Value))));

    // What is not known yet does not count as carried: an exemption must not hide more than was asked for.
    private static bool HasLabel(AnalyzedResource resource, string name, string pattern)
    {
        var node = resource.Root;
        foreach (var step in (ReadOnlySpan<string>)["metadata", "labels", name])
        {
            if (node.IsUnknown)
                return false;
            node = node[step];
        }

        return !node.IsUnknown && node.Scalar is { } value && ExemptionCheck.Matches(pattern, value);
    }
}
