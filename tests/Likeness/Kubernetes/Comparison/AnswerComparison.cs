using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Objects;
using Likeness.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Comparison;

/// <summary>
/// Compares responses to recorded ones exactly, including the order of keys, except for placeholders.
/// </summary>
internal static partial class AnswerComparison
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private static readonly Dictionary<string, string> _placeholders = new()
    {
        ["<uid>"] = Uuid,
        ["<rv>"] = "[0-9]+",
        ["<time>"] = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z",
        ["<ip>"] = @"10\.96\.\d+\.\d+",
        ["<port>"] = "3(?:[01][0-9]|2[0-7])[0-9]{2}",
        ["<suffix>"] = "[bcdfghjklmnpqrstvwxz2456789]{5}",
        ["<continue>"] = "[A-Za-z0-9_-]+",
        ["<age>"] = "[0-9]+s",
        ["<long-age>"] = "(?:[0-9]+[ydhms])+",
        ["<address>"] = ".*",
        ["<n>"] = "[0-9]+",
        ["<count>"] = "[0-9]+",
    };

    // Texts in the recording for a number.
    private static readonly HashSet<string> _numbers = ["<port>", "<n>", "<count>"];

    /// <summary>Lists the differences of a response from the recorded one.</summary>
    public static IReadOnlyList<Difference> Compare(JsonObject recorded, Answer answer, bool unorderedCauses)
    {
        var differences = new List<Difference>();
        if (recorded.Number("status") != answer.Status)
        {
            differences.Add(new("status", $"{recorded.Number("status")}", $"{answer.Status}"));
        }

        var warnings = (recorded.Array("warnings") ?? []).Select(warning => warning?.ToString() ?? "").ToList();
        if (!warnings.SequenceEqual(answer.Warnings))
        {
            differences.Add(new("warnings", string.Join('\n', warnings), string.Join('\n', answer.Warnings)));
        }

        if ((recorded.Text("contentType") ?? "application/json") != answer.ContentType)
        {
            differences.Add(new("contentType", recorded.Text("contentType") ?? "application/json", answer.ContentType));
        }

        var (expected, actual) = unorderedCauses ? (Sorted(recorded["body"]), Sorted(answer.Body)) : (recorded["body"], answer.Body);
        Compare(expected, actual, "", differences);
        return differences;
    }

    public static void Compare(JsonNode? expected, JsonNode? actual, string path, List<Difference> differences)
    {
        switch (expected, actual)
        {
            case (JsonObject recorded, JsonObject received):
                CompareObjects(recorded, received, path, differences);
                break;
            case (JsonArray recorded, JsonArray received):
                for (var i = 0; i < Math.Max(recorded.Count, received.Count); i++)
                {
                    if (i >= recorded.Count || i >= received.Count)
                    {
                        differences.Add(new($"{path}[{i}]", ShowItem(recorded, i), ShowItem(received, i)));
                    }
                    else
                    {
                        Compare(recorded[i], received[i], $"{path}[{i}]", differences);
                    }
                }
                break;
            default:
                if (!Matches(expected, actual))
                {
                    differences.Add(new(path, Show(expected), Show(actual)));
                }

                break;
        }
    }

    private static void CompareObjects(JsonObject recorded, JsonObject answer, string path, List<Difference> differences)
    {
        var received = WithRecordedKeys(recorded, answer);
        foreach (var (key, value) in recorded)
        {
            if (received.TryGetValue(key, out var actual))
            {
                Compare(value, actual, $"{path}.{key}", differences);
            }
            else
            {
                differences.Add(new($"{path}.{key}", Show(value), Difference.Absent));
            }
        }

        foreach (var (key, value) in received)
        {
            if (!recorded.ContainsKey(key))
            {
                differences.Add(new($"{path}.{key}", Difference.Absent, Show(value)));
            }
        }

        var (wanted, found) = (recorded.Select(entry => entry.Key), received.Keys);
        if (recorded.Count == received.Count && wanted.All(received.ContainsKey) && !wanted.SequenceEqual(found))
        {
            differences.Add(new($"{path} order of keys", string.Join(",", wanted), string.Join(",", found)));
        }
    }

    // The members of an answer in their order; a key that a recorded one with a placeholder matches is replaced by it.
    private static OrderedDictionary<string, JsonNode?> WithRecordedKeys(JsonObject recorded, JsonObject answer)
    {
        var patterns = recorded.Select(entry => entry.Key).Where(key => Placeholder().IsMatch(key)).ToDictionary(key => key, Pattern);
        var result = new OrderedDictionary<string, JsonNode?>(answer.Count);
        foreach (var (key, value) in answer)
        {
            var known = recorded.ContainsKey(key)
                ? key
                : patterns.FirstOrDefault(p => p.Value.IsMatch(key) && !result.ContainsKey(p.Key)).Key;
            result.Add(known ?? key, value);
        }

        return result;
    }

    private static Regex Pattern(string recorded) =>
        new($"^{Placeholder().Replace(Regex.Escape(recorded), match => _placeholders[match.Value])}$", RegexOptions.Singleline);

    private static bool Matches(JsonNode? expected, JsonNode? actual)
    {
        if (expected is null || actual is null)
        {
            return expected is null && actual is null;
        }

        if (expected.GetValueKind() != JsonValueKind.String || !Placeholder().IsMatch(expected.GetValue<string>()))
        {
            return JsonNode.DeepEquals(JsonNode.Parse(expected.ToJsonString()), JsonNode.Parse(actual.ToJsonString()));
        }

        var isNumber = actual.GetValueKind() == JsonValueKind.Number;
        return isNumber == _numbers.Contains(expected.GetValue<string>())
            && Pattern(expected.GetValue<string>()).IsMatch(actual.ToString());
    }

    private static JsonNode? Sorted(JsonNode? body)
    {
        if (body?.DeepClone() is not JsonObject status || status.Array("details", "causes") is not { } causes)
        {
            return body;
        }

        var ordered = causes.Select(cause => cause!.DeepClone()).OrderBy(cause => cause.ToJsonString(), StringComparer.Ordinal).ToArray();
        status.Map("details")!["causes"] = new JsonArray(ordered);
        status["message"] = string.Join("", (status.Text("message") ?? "").Order());
        return status;
    }

    private static string ShowItem(JsonArray array, int index) => index < array.Count ? Show(array[index]) : Difference.Absent;

    private static string Show(JsonNode? node) => node?.ToJsonString(Json.Readable) ?? "null";

    [GeneratedRegex("<(uid|rv|time|ip|port|suffix|continue|age|long-age|address|n|count)>")]
    private static partial Regex Placeholder();
}
