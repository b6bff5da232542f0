using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Likeness.Comparison;

/// <summary>A difference in JSON.</summary>
/// <param name="Path">Where.</param>
/// <param name="Expected">The recorded value as JSON; "-" for none.</param>
/// <param name="Actual">This engine's value as JSON; "-" for none.</param>
internal sealed record JsonDifference(string Path, string Expected, string Actual)
{
    public override string ToString() => $"{Path}: {Shorten(Expected)} → {Shorten(Actual)}";

    private static string Shorten(string text) => text.Length <= 160 ? text : $"{text[..160]}…";
}

/// <summary>Compares JSON with a recording.</summary>
internal static class JsonMatch
{
    /// <summary>The text of a value that is not there.</summary>
    public const string Absent = "-";

    /// <summary>Compares; binds placeholders only if there is no difference.</summary>
    /// <param name="expected">The recorded value.</param>
    /// <param name="actual">This engine's value.</param>
    /// <param name="bindings">The values of placeholders.</param>
    /// <param name="isIntended">True for a difference that does not count.</param>
    public static IReadOnlyList<JsonDifference> Compare(
        JsonNode? expected,
        JsonNode? actual,
        Bindings bindings,
        Func<JsonDifference, bool>? isIntended = null
    )
    {
        var attempt = bindings.Fork();
        var differences = new List<JsonDifference>();
        Collect(expected, actual, "", attempt, differences);
        if (isIntended is not null)
        {
            differences.RemoveAll(difference => isIntended(difference));
        }

        if (differences.Count == 0)
        {
            bindings.Adopt(attempt);
        }

        return differences;
    }

    private static void Collect(JsonNode? expected, JsonNode? actual, string path, Bindings bindings, List<JsonDifference> differences)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var key in left.Select(member => member.Key).Union(right.Select(member => member.Key)))
                {
                    var inner = path.Length == 0 ? key : $"{path}.{key}";
                    if (!left.ContainsKey(key) || !right.ContainsKey(key))
                    {
                        differences.Add(
                            new JsonDifference(
                                inner,
                                left.ContainsKey(key) ? Text(left[key]) : Absent,
                                right.ContainsKey(key) ? Text(right[key]) : Absent
                            )
                        );
                    }
                    else
                    {
                        Collect(left[key], right[key], inner, bindings, differences);
                    }
                }

                break;
            case (JsonArray left, JsonArray right)
                when (FieldManagers.WithoutControllers(left), FieldManagers.WithoutControllers(right)) is var (own, others)
                    && own.Count == others.Count:
                for (var i = 0; i < own.Count; i++)
                {
                    Collect(own[i], others[i], $"{path}[{i}]", bindings, differences);
                }

                break;
            default:
                if (!AreEqual(expected, actual, path, bindings))
                {
                    differences.Add(new JsonDifference(path, Text(expected), Text(actual)));
                }

                break;
        }
    }

    private static bool AreEqual(JsonNode? expected, JsonNode? actual, string path, Bindings bindings)
    {
        if (expected is null || actual is null)
        {
            return expected is null && actual is null;
        }

        return (expected.GetValueKind(), actual.GetValueKind()) switch
        {
            (JsonValueKind.String, JsonValueKind.String) => MatchTexts((string)expected!, (string)actual!, bindings),

            // The recorder wrote one value for all node ports.
            (JsonValueKind.Number, JsonValueKind.Number) when path.EndsWith("nodePort", StringComparison.OrdinalIgnoreCase) => true,
            (JsonValueKind.Number, JsonValueKind.Number) => Number(expected) == Number(actual),
            var (left, right) => left == right && left is JsonValueKind.True or JsonValueKind.False,
        };
    }

    /// <summary>Compares texts; those of JSON, such as a secret's plaintext, as JSON.</summary>
    private static bool MatchTexts(string expected, string actual, Bindings bindings)
    {
        if (bindings.Matches(expected, actual))
        {
            return true;
        }

        if (expected is not ['{' or '[', ..] || actual is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            var differences = new List<JsonDifference>();
            Collect(JsonNode.Parse(expected), JsonNode.Parse(actual), "", bindings, differences);
            return differences.Count == 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    private static string Text(JsonNode? node) => node?.ToJsonString(Json.Readable) ?? "null";
}
