using Infra.Backend.Settings.Binding;
using Infra.Kubernetes.Schema;

namespace Infra.Backend.Checks;

/// <summary>Describes violations of Kubernetes' schema.</summary>
internal static class Violations
{
    private const int ShortList = 20;

    public static string GetCure(SchemaViolation violation)
    {
        if (violation.Word is not { } word)
        {
            return violation.Cure;
        }

        var similar = Suggestion.For(word, violation.Candidates);
        return violation.Candidates.Count > ShortList && similar.StartsWith("known here", StringComparison.Ordinal)
            ? "'kubectl explain' lists the fields"
            : similar;
    }
}
