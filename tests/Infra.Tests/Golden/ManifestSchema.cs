using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Tests.Settings;

namespace Infra.Tests.Golden;

/// <summary>Validates objects against the schema of the Kubernetes API: unknown and missing fields, types, enums and limits.</summary>
internal sealed class ManifestSchema : IDisposable
{
    private const string Reference = "#/definitions/";
    private readonly JsonDocument _schema;
    private readonly List<JsonDocument> _custom = [];
    private readonly JsonElement _definitions;
    private readonly Dictionary<(string Group, string Version, string Kind), JsonElement> _kinds = [];

    private ManifestSchema(JsonDocument schema)
    {
        _schema = schema;
        _definitions = schema.RootElement.GetProperty("definitions");
        foreach (var resource in schema.RootElement.GetProperty("resources").EnumerateArray())
        {
            _kinds[(Text(resource, "group"), Text(resource, "version"), Text(resource, "kind"))] = _definitions.GetProperty(
                Text(resource, "definition")
            );
        }
    }

    public static ManifestSchema Load()
    {
        using var stream = File.OpenRead(StackSources.PathOf("kubernetes", "Schema", "kubernetes-1.36.json"));
        return new ManifestSchema(JsonDocument.Parse(stream));
    }

    /// <summary>Adds the kinds of the CustomResourceDefinitions in a folder.</summary>
    public ManifestSchema With(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            var document = JsonDocument.Parse(File.ReadAllText(file));
            _custom.Add(document);
            var spec = document.RootElement.GetProperty("spec");
            foreach (var version in spec.GetProperty("versions").EnumerateArray())
            {
                _kinds[(Text(spec, "group"), Text(version, "name"), Text(spec.GetProperty("names"), "kind"))] = version
                    .GetProperty("schema")
                    .GetProperty("openAPIV3Schema");
            }
        }

        return this;
    }

    /// <param name="type">The type token, such as <c>kubernetes:apps/v1:Deployment</c>.</param>
    /// <param name="inputs">The object.</param>
    public IReadOnlyList<string> FindErrors(string type, object inputs)
    {
        var parts = type.Split(':');
        var (group, version) = (parts[1].Split('/')[0], parts[1].Split('/')[1]);
        if (!_kinds.TryGetValue((group == "core" ? "" : group, version, parts[2]), out var definition))
        {
            return [$"{type}: Kubernetes has no such kind"];
        }

        var faults = new List<string>();
        Check(definition, inputs, parts[2], faults);
        return faults;
    }

    public void Dispose()
    {
        _schema.Dispose();
        foreach (var document in _custom)
        {
            document.Dispose();
        }
    }

    private void Check(JsonElement schema, object value, string path, List<string> faults)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            CheckReference(reference.GetString()![Reference.Length..], value, path, faults);
            return;
        }

        switch (schema.TryGetProperty("type", out var type) ? type.GetString() : null)
        {
            case "object":
                CheckObject(schema, value, path, faults);
                break;
            case "array":
                CheckArray(schema, value, path, faults);
                break;
            case "string" when value is not string:
            case "boolean" when value is not bool:
            case "number" when value is not double:
            case "integer" when value is not double number || number != Math.Floor(number):
                faults.Add($"{path}: {Show(value)} is no {type.GetString()}");
                break;
            case "string"
                when schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == (string)value):
                faults.Add($"{path}: {value} is not one of {words}");
                break;
        }

        CheckBounds(schema, value, path, faults);
    }

    private static void CheckBounds(JsonElement schema, object value, string path, List<string> faults)
    {
        var isOutside = value switch
        {
            string text => text.Length < Bound("minLength", 0)
                || text.Length > Bound("maxLength", int.MaxValue)
                || (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!)),
            double number => number < Bound("minimum", double.MinValue) || number > Bound("maximum", double.MaxValue),
            IReadOnlyDictionary<string, object> => false,
            ICollection list => list.Count < Bound("minItems", 0) || list.Count > Bound("maxItems", int.MaxValue),
            _ => false,
        };
        if (isOutside)
        {
            faults.Add($"{path}: {Show(value)} is out of bounds");
        }

        double Bound(string name, double otherwise) => schema.TryGetProperty(name, out var bound) ? bound.GetDouble() : otherwise;
    }

    private void CheckReference(string definition, object value, string path, List<string> faults)
    {
        var isNumberOrText = value is string or double;
        if (
            definition.EndsWith(".resource.Quantity", StringComparison.Ordinal)
            || definition.EndsWith(".intstr.IntOrString", StringComparison.Ordinal)
        )
        {
            if (!isNumberOrText)
            {
                faults.Add($"{path}: {Show(value)} is neither number nor text");
            }

            return;
        }

        Check(_definitions.GetProperty(definition), value, path, faults);
    }

    private void CheckObject(JsonElement schema, object value, string path, List<string> faults)
    {
        if (value is not IReadOnlyDictionary<string, object> map)
        {
            faults.Add($"{path}: {Show(value)} is no object");
            return;
        }

        foreach (
            var name in schema.TryGetProperty("required", out var required)
                ? required.EnumerateArray().Select(name => name.GetString()!)
                : []
        )
        {
            if (!map.ContainsKey(name))
            {
                faults.Add($"{path}.{name}: missing");
            }
        }

        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasMore = schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object;
        foreach (var (name, item) in map)
        {
            if (hasProperties && properties.TryGetProperty(name, out var property))
            {
                Check(property, item, $"{path}.{name}", faults);
            }
            else if (hasMore)
            {
                Check(more, item, $"{path}[{name}]", faults);
            }
            else if (hasProperties)
            {
                faults.Add($"{path}.{name}: the schema has no such field");
            }
        }
    }

    private void CheckArray(JsonElement schema, object value, string path, List<string> faults)
    {
        if (value is string or not IEnumerable)
        {
            faults.Add($"{path}: {Show(value)} is no list");
            return;
        }

        var index = 0;
        foreach (var item in (IEnumerable)value)
        {
            Check(schema.GetProperty("items"), item!, $"{path}[{index++}]", faults);
        }
    }

    private static string Show(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "nothing";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
