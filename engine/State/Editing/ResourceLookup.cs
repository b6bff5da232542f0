using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>Finds the resources of a snapshot that a command line names.</summary>
internal static class ResourceLookup
{
    private const int MostSuggestions = 3;

    /// <summary>How to find the URNs of a stack; of the selected one where the name is empty.</summary>
    public static string Hint(string stack = "")
    {
        var option = stack.Length == 0 ? "`" : $" --stack {stack}`";
        return "To list the resource URNs in the stack, run `infra stack --show-urns"
            + option
            + "; to inspect the full state, run `infra stack export"
            + option
            + ".";
    }

    /// <summary>Finds the one resource of a URN.</summary>
    /// <param name="snapshot">The state.</param>
    /// <param name="urn">The URN.</param>
    /// <param name="choose">Chooses one of several resources with this URN; null where the user cannot be asked.</param>
    /// <exception cref="InvalidOperationRequestException">There is no such resource, or the choice cannot be made.</exception>
    public static ResourceState Find(Snapshot snapshot, string urn, Func<IReadOnlyList<ResourceState>, ResourceState>? choose)
    {
        if (!Urn.IsValid(urn))
        {
            throw new InvalidOperationRequestException($"\"{urn}\" is not a valid resource URN\n{Hint()}");
        }

        return snapshot.Resources.Where(resource => resource.Urn.Value == urn).ToArray() switch
        {
            [] => throw NotFound(snapshot.Resources, urn),
            [var resource] => resource,
            var several when choose is not null => choose(several),
            var several => throw new InvalidOperationRequestException(
                "Resource URN ambiguously referred to multiple resources. Did you mean:\n"
                    + string.Concat(several.Select(resource => $"  {resource.Id}\n"))
            ),
        };
    }

    /// <summary>Creates the error for a URN that no candidate has. It suggests similar ones.</summary>
    public static InvalidOperationRequestException NotFound(IEnumerable<ResourceState> candidates, string urn)
    {
        var similar = FindSimilar(candidates.Select(resource => resource.Urn.Value).Distinct(), urn);
        var suggestions = similar.Count == 0 ? "" : $"Did you mean:\n{string.Concat(similar.Select(suggestion => $"  {suggestion}\n"))}";
        return new InvalidOperationRequestException($"No such resource \"{urn}\" exists in the current state\n{suggestions}{Hint()}");
    }

    private static List<string> FindSimilar(IEnumerable<string> candidates, string urn)
    {
        var threshold = Math.Max(2, urn.Length / 4);
        return
        [
            .. candidates
                .Select(candidate => (candidate, Distance: GetDistance(urn.ToLowerInvariant(), candidate.ToLowerInvariant())))
                .Where(scored => scored.Distance <= threshold)
                .OrderBy(scored => scored.Distance)
                .Take(MostSuggestions)
                .Select(scored => scored.candidate),
        ];
    }

    /// <summary>Computes the Levenshtein distance.</summary>
    private static int GetDistance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substituted, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
