using System.Text.Json.Nodes;
using Likeness.Recordings;
using Likeness.Running;

namespace Likeness.Comparison;

/// <summary>Compares what is secret in the state, and what of it is in plain text on disk.</summary>
internal static class SecretComparison
{
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private const int ShortestSecret = 6;

    public static IEnumerable<Miss> Compare(RecordedStep expected, StepOutcome actual)
    {
        if (expected.Secrets is not { } recorded)
        {
            yield break;
        }

        var plaintexts = FindSecrets(actual.State).SelectMany(Leaves).Where(text => text.Length >= ShortestSecret).Distinct().ToList();
        if ((int?)recorded["count"] != plaintexts.Count)
        {
            yield return new Miss(Rule.Secrets, $"secrets in the state: {recorded["count"]} → {plaintexts.Count}");
        }

        var known = (recorded["plaintextOnDisk"] as JsonArray ?? []).Select(text => (string)text!).ToHashSet();
        foreach (var text in plaintexts)
        {
            if (actual.Checkpoint?.Contains(text, StringComparison.Ordinal) == true && !known.Contains(text))
            {
                yield return new Miss(Rule.Secrets, "a secret is in plain text on disk", "", text);
            }
        }
    }

    private static IEnumerable<JsonNode?> FindSecrets(JsonNode? node) =>
        node switch
        {
            JsonObject secret when secret.ContainsKey(Signature) => secret["plaintext"] is JsonValue text
                ? [JsonNode.Parse((string)text!)]
                : [],
            JsonObject map => map.SelectMany(member => FindSecrets(member.Value)),
            JsonArray list => list.SelectMany(FindSecrets),
            _ => [],
        };

    private static IEnumerable<string> Leaves(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(member => Leaves(member.Value)),
            JsonArray list => list.SelectMany(Leaves),
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            _ => [],
        };
}
