using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Engine.Errors;
using Infra.Protocol.Values;

namespace Infra.Engine.Projects.Configuration;

/// <summary>
/// A JSON Schema of stack files, against which a configuration path is checked before a value is set. The stack file names it in the
/// comment that editors read, <c># yaml-language-server: $schema=schema.json</c>; otherwise it is the <c>schema.json</c> beside the stack
/// file, if that describes <c>config</c>. A project without such a schema has no check.
/// </summary>
internal sealed partial class StackFileSchema
{
    private const string DefaultName = "schema.json";
    private const int MaximumReferences = 100;

    private readonly JsonObject _root;
    private readonly string _path;

    private StackFileSchema(JsonObject root, string path) => (_root, _path) = (root, path);

    /// <summary>Finds the schema of a stack file; null if there is none.</summary>
    /// <exception cref="ConfigurationException">The schema that the file names is not valid JSON.</exception>
    public static StackFileSchema? Find(string stackFile, string text)
    {
        var named = Comment().Match(text) is { Success: true } comment ? comment.Groups[1].Value : null;
        if (named?.Contains("://", StringComparison.Ordinal) == true)
        {
            // A schema on the web is for editors: setting a value makes no request.
            return null;
        }

        var path = Path.Combine(Path.GetDirectoryName(stackFile)!, named ?? DefaultName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject root && root["properties"]?["config"] is JsonObject
                ? new StackFileSchema(root, path)
                : null;
        }
        catch (JsonException error)
        {
            throw new ConfigurationException(
                $"{path}:{error.LineNumber + 1}: the schema of the stack files is not valid JSON: {error.Message}"
            );
        }
    }

    /// <summary>Checks that a path leads to a value that the schema describes or allows.</summary>
    /// <exception cref="ConfigurationException">It does not.</exception>
    public void Require(ConfigKey key, IEnumerable<PropertyPathSegment> inner)
    {
        IReadOnlyList<JsonObject> schemas = Branches(_root["properties"]!["config"]!.AsObject());
        var walked = "";
        foreach (var segment in inner.Prepend((PropertyPathSegment)key.ToString()))
        {
            var name = segment.Name ?? $"[{segment.Index}]";
            var next = schemas.SelectMany(schema => Step(schema, segment)).SelectMany(Branches).ToArray();
            if (next.Length == 0)
            {
                throw new ConfigurationException(Describe(key, walked, name, schemas));
            }

            walked = walked.Length == 0 || segment.Name is null ? walked + name : $"{walked}.{name}";
            schemas = next;
        }
    }

    /// <summary>Lists the members that the schema names at a path; the first segment is a full key.</summary>
    public IEnumerable<string> ListNames(IEnumerable<PropertyPathSegment> path) =>
        Walk(path).SelectMany(schema => (schema["properties"] as JsonObject ?? []).Select(property => property.Key)).Distinct();

    /// <summary>Finds the description of a path; null where it has none.</summary>
    public string? FindDescription(PropertyPathSegment[] path) =>
        Walk(path[..^1])
            .SelectMany(schema => Step(schema, path[^1]))
            .Select(member => member?["description"]?.ToString())
            .FirstOrDefault(text => text is not null);

    /// <summary>True where a path leads to an object with members.</summary>
    public bool HasMembers(IEnumerable<PropertyPathSegment> path) =>
        Walk(path).Any(schema => schema["properties"] is JsonObject { Count: > 0 } || schema["additionalProperties"] is JsonObject);

    /// <summary>True where the value at a path may be a string, a number or a boolean.</summary>
    public bool AcceptsScalar(IEnumerable<PropertyPathSegment> path) =>
        Walk(path).Any(schema => ((string[])["string", "integer", "number", "boolean"]).Any(type => IsOf(schema, type)));

    private IReadOnlyList<JsonObject> Walk(IEnumerable<PropertyPathSegment> path) =>
        path.Aggregate((IReadOnlyList<JsonObject>)Branches(_root["properties"]!["config"]!), (schemas, segment) =>
            [.. schemas.SelectMany(schema => Step(schema, segment)).SelectMany(Branches)]
        );

    private string Describe(ConfigKey key, string walked, string name, IReadOnlyList<JsonObject> schemas)
    {
        var known = schemas
            .SelectMany(schema => (schema["properties"] as JsonObject ?? []).Select(property => property.Key))
            .Where(other => walked.Length > 0 || other.StartsWith($"{key.Namespace}:", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var nearest = known.MinBy(other => Distance(name, other));
        var cure =
            nearest is not null && Distance(name, nearest) <= Math.Max(1, name.Length / 3) ? $"did you mean `{nearest}`?"
            : known.Length is > 0 and <= 12 ? $"known here: {string.Join(", ", known)}"
            : $"{_path} describes the settings";
        return walked.Length == 0 ? $"there is no setting `{name}`: {cure}" : $"`{walked}` has no setting `{name}`: {cure}";
    }

    /// <summary>The schemas of a member or item; none if there may be no such member.</summary>
    private static JsonNode?[] Step(JsonObject schema, PropertyPathSegment segment)
    {
        if (segment.Name is not { } name)
        {
            return IsOf(schema, "array") ? [schema["items"] ?? new JsonObject()] : [];
        }

        if (!IsOf(schema, "object") || !AllowsName(schema, name))
        {
            return [];
        }

        if (schema["properties"]?[name] is { } property)
        {
            return [property];
        }

        JsonNode?[] patterns =
        [
            .. (schema["patternProperties"] as JsonObject ?? [])
                .Where(pattern => Regex.IsMatch(name, pattern.Key, RegexOptions.ECMAScript))
                .Select(pattern => pattern.Value),
        ];
        return patterns.Length > 0 ? patterns
            : schema["additionalProperties"] is { } additional ? (additional.GetValueKind() == JsonValueKind.False ? [] : [additional])
            : [new JsonObject()];
    }

    /// <summary>A schema and the alternatives it consists of, with references resolved.</summary>
    private List<JsonObject> Branches(JsonNode? schema)
    {
        var branches = new List<JsonObject>();
        var open = new Stack<JsonNode?>([schema]);
        for (var i = 0; i < MaximumReferences && open.TryPop(out var node); i++)
        {
            if (node is not JsonObject branch)
            {
                if (node?.GetValueKind() == JsonValueKind.True)
                {
                    branches.Add([]);
                }

                continue;
            }

            JsonNode?[] inner =
            [
                .. ((string[])["anyOf", "oneOf", "allOf"]).SelectMany(key => branch[key] as JsonArray ?? []),
                Resolve(branch["$ref"]?.ToString()),
            ];
            foreach (var alternative in inner.Where(alternative => alternative is not null))
            {
                open.Push(alternative);
            }

            if (Array.TrueForAll(inner, alternative => alternative is null))
            {
                branches.Add(branch);
            }
        }

        return branches;
    }

    private JsonNode? Resolve(string? reference) =>
        reference is ['#', '/', ..]
            ? reference[2..].Split('/').Aggregate((JsonNode?)_root, (node, key) => (node as JsonObject)?[key])
            : null;

    private static bool IsOf(JsonObject schema, string type) =>
        schema["type"] switch
        {
            null => schema["enum"] is null && schema["const"] is null,
            JsonArray types => types.Any(other => other?.ToString() == type),
            var only => only.ToString() == type,
        };

    private static bool AllowsName(JsonObject schema, string name) =>
        schema["propertyNames"] is not JsonObject names || Accepts(names, name);

    /// <summary>Whether a schema of names accepts one: by its pattern, its list, or one of its alternatives.</summary>
    private static bool Accepts(JsonObject schema, string name) =>
        (schema["pattern"] is not { } pattern || Regex.IsMatch(name, pattern.ToString(), RegexOptions.ECMAScript))
        && (schema["enum"] is not JsonArray names || names.Any(other => other?.ToString() == name))
        && (schema["anyOf"] is not JsonArray some || some.OfType<JsonObject>().Any(other => Accepts(other, name)))
        && (schema["not"] is not JsonObject excluded || !Accepts(excluded, name));

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    [GeneratedRegex(@"^#\s*yaml-language-server:\s*\$schema=(\S+)\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
