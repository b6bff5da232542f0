using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary><c>spec.successPolicy</c> of an indexed Job: which indexes are enough.</summary>
internal static class SuccessPolicy
{
    /// <summary>Returns the message of the first rule that the succeeded indexes meet, or null.</summary>
    /// <param name="policy">The policy; null for none.</param>
    /// <param name="completions"><c>spec.completions</c>.</param>
    /// <param name="succeeded">The succeeded indexes.</param>
    public static string? Match(JsonObject? policy, int completions, IndexSet succeeded)
    {
        foreach (var (index, rule) in policy.Objects("rules").Index())
        {
            if (succeeded.Count > 0 && IsMet(rule, completions, succeeded))
            {
                return $"Matched rules at index {index.ToString(CultureInfo.InvariantCulture)}";
            }
        }

        return null;
    }

    private static bool IsMet(JsonObject rule, int completions, IndexSet succeeded)
    {
        var count = rule.Number("succeededCount");
        if (rule.Text("succeededIndexes") is not { } text)
        {
            return succeeded.Count >= count;
        }

        var required = IndexSet.Parse(text, completions);
        var met = required.CountIn(succeeded);
        return required.Count > 0 && (met == required.Count || met >= count);
    }
}
