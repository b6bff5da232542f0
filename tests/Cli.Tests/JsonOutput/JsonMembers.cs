using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cli.Tests.Support;

namespace Cli.Tests.JsonOutput;

/// <summary>The members of JSON output, as docs/json-events.md lists them and as output has them.</summary>
internal static partial class JsonMembers
{
    /// <summary>Objects whose members are names of the user's.</summary>
    private static readonly HashSet<string> Maps =
    [
        "config",
        "inputs",
        "outputs",
        "propertyDependencies",
        "resourceChanges",
        "changeSummary",
        "PolicyPacks",
        "before",
        "after",
    ];

    /// <summary>Members of the document that have the members of another object.</summary>
    private static readonly Dictionary<string, string> Same = new() { ["oldState"] = "old", ["newState"] = "new" };

    private static string[] Page { get; } = File.ReadAllLines(Path.Combine(Repository.Root, "docs/json-events.md"));

    /// <summary>The examples of the page.</summary>
    public static IEnumerable<JsonObject> Examples =>
        Page.Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!.AsObject());

    /// <summary>The documented members, each after the object it belongs to: <c>summaryEvent.result</c>.</summary>
    public static IEnumerable<string> Documented()
    {
        string[] objects = [];
        foreach (var line in Page)
        {
            objects = line.StartsWith("### ", StringComparison.Ordinal) ? line[4..].Split(", ") : objects;
            if (line.StartsWith("| `", StringComparison.Ordinal) && objects.Length > 0)
            {
                foreach (Match member in Name().Matches(line.Split('|')[1]))
                {
                    foreach (var owner in objects)
                    {
                        yield return $"{owner}.{member.Groups[1].Value}";
                    }
                }
            }
        }
    }

    /// <summary>The members of an object and of those in it.</summary>
    /// <param name="root">The object.</param>
    /// <param name="name">What the page calls it.</param>
    public static IEnumerable<string> List(JsonObject root, string name)
    {
        var owner = Same.GetValueOrDefault(name, name);
        foreach (var (member, value) in root)
        {
            // A difference stands below the path of its property.
            if (owner != "detailedDiff")
            {
                yield return $"{owner}.{member}";
            }

            var inner = value switch
            {
                _ when Maps.Contains(member) => [],
                JsonObject difference when owner == "detailedDiff" => difference.Select(part => $"{owner}.{part.Key}"),
                JsonObject map => List(map, member),
                JsonArray list => list.OfType<JsonObject>().SelectMany(item => List(item, member)),
                _ => [],
            };
            foreach (var found in inner)
            {
                yield return found;
            }
        }
    }

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();
}
