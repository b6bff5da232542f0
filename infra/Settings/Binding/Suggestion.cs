using Infra.Common;

namespace Infra.Backend.Settings.Binding;

/// <summary>Writes the cure for an unknown name.</summary>
internal static class Suggestion
{
    /// <summary>Suggests the most similar candidate, or lists all candidates if none is similar.</summary>
    public static string For(string word, IReadOnlyCollection<string> candidates) =>
        SimilarName.Find(word, candidates) is { } similar ? $"did you mean '{similar}'?"
        : candidates.Count == 0 ? ""
        : $"known here: {string.Join(", ", candidates)}";
}
