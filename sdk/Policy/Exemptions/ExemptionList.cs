using System.Collections.Immutable;

namespace Infra.PolicyPacks.Exemptions;

/// <summary>The exemptions of a stack on one day.</summary>
internal sealed class ExemptionList
{
    private readonly ImmutableArray<(Exemption Exemption, bool IsExpired)> _entries;

    /// <param name="exemptions">Valid exemptions.</param>
    /// <param name="today">The day that decides which have expired.</param>
    public ExemptionList(ImmutableArray<Exemption> exemptions, DateOnly today) =>
        _entries = [.. exemptions.Select(exemption => (exemption, ExemptionCheck.ParseDate(exemption.Expires) < today))];

    /// <summary>The exemptions that have expired, with their positions in the list, starting at 1.</summary>
    public IEnumerable<(int Position, Exemption Exemption)> Expired =>
        _entries
            .Select((entry, i) => (Position: i + 1, entry.Exemption, entry.IsExpired))
            .Where(entry => entry.IsExpired)
            .Select(entry => (entry.Position, entry.Exemption));

    /// <summary>Marks a violation that an exemption covers, or whose exemption has expired.</summary>
    /// <param name="policy">The name of the policy that reported the violation.</param>
    /// <param name="diagnostic">Any diagnostic of the policy.</param>
    /// <param name="resource">The resource; null for the stack as a whole.</param>
    public Diagnostic Apply(string policy, Diagnostic diagnostic, PolicyResource? resource)
    {
        if (diagnostic.Kind != DiagnosticKind.Violation || _entries.IsEmpty)
        {
            return diagnostic;
        }

        Exemption? expired = null;
        foreach (var (exemption, isExpired) in _entries)
        {
            if (!Covers(exemption, policy, diagnostic.Urn, resource))
            {
                continue;
            }

            if (!isExpired)
            {
                return diagnostic with
                {
                    Kind = DiagnosticKind.Exempted,
                    Message = $"exempted until {exemption.Expires} ({exemption.Reason}): {diagnostic.Message}",
                };
            }

            expired = exemption;
        }

        return expired is null
            ? diagnostic
            : diagnostic with
            {
                Message = $"{diagnostic.Message} Its exemption expired on {expired.Expires} ({expired.Reason}).",
            };
    }

    private static bool Covers(Exemption exemption, string policy, string urn, PolicyResource? resource) =>
        ExemptionCheck.Matches(exemption.Policy, policy)
        && (string.IsNullOrWhiteSpace(exemption.Urn) || ExemptionCheck.Matches(exemption.Urn, urn))
        && (
            exemption.Labels is not { Count: > 0 } labels
            || (resource is not null && labels.All(label => HasLabel(resource, label.Key, label.Value)))
        );

    // An unknown label does not match: an exemption must not hide more than it names.
    private static bool HasLabel(PolicyResource resource, string name, string pattern)
    {
        var node = resource.Root;
        foreach (var step in (ReadOnlySpan<string>)["metadata", "labels", name])
        {
            if (node.IsUnknown)
            {
                return false;
            }

            node = node[step];
        }

        return !node.IsUnknown && node.Scalar is { } value && ExemptionCheck.Matches(pattern, value);
    }
}
