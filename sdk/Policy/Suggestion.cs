using Infra.Common;

namespace Infra.PolicyPacks;

/// <summary>Suggests the known name that is most similar to a misspelt one.</summary>
public static class Suggestion
{
    /// <summary>Returns <c>; did you mean '…'?</c> with the most similar candidate, or an empty string if none is similar.</summary>
    public static string For(string name, IEnumerable<string> candidates) =>
        SimilarName.Find(name, candidates) is { } similar ? $"; did you mean '{similar}'?" : "";
}
