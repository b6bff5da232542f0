using System.Text.Json.Nodes;

namespace Infra.Generator.Kubernetes;

/// <summary>Reads the condensed schema, whose format its README describes.</summary>
internal sealed class KubernetesSchema
{
    private readonly Dictionary<string, Definition> _definitions;

    public KubernetesSchema(JsonObject schema)
    {
        var definitions = schema["definitions"]!.AsObject();
        FormerFields.AddTo(definitions);
        _definitions = definitions.ToDictionary(
            definition => definition.Key,
            definition => Definition.Read(definition.Key, definition.Value!.AsObject())
        );
        Resources = [.. schema["resources"]!.AsArray().Select(resource => Resource.Read(resource!.AsObject()))];
    }

    public IReadOnlyList<Resource> Resources { get; }

    public Definition this[string name] => _definitions[name];

    /// <summary>A kind that has a URL.</summary>
    internal sealed record Resource(string Group, string Version, string Kind, string Definition)
    {
        /// <summary>The <c>apiVersion</c> of its objects.</summary>
        public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

        /// <summary>The type token in Pulumi.</summary>
        public string Token => $"kubernetes:{(Group.Length == 0 ? "core" : Group)}/{Version}:{Kind}";

        public static Resource Read(JsonObject json) =>
            new(Text(json, "group"), Text(json, "version"), Text(json, "kind"), Text(json, "definition"));

        private static string Text(JsonObject json, string key) => json[key]!.GetValue<string>();
    }

    internal sealed record Definition(string Name, string Group, string Version, string Kind, IReadOnlyList<Field> Fields)
    {
        public static Definition Read(string name, JsonObject schema)
        {
            var parts = name.Split('.');
            var required = schema["required"]?.AsArray().Select(field => field!.GetValue<string>()).ToHashSet() ?? [];
            var fields = schema["properties"]
                ?.AsObject()
                .Select(field => new Field(field.Key, field.Value!.AsObject(), required.Contains(field.Key)));
            return new Definition(name, parts[^3], parts[^2], parts[^1], [.. fields ?? []]);
        }
    }

    internal sealed record Field(string Name, JsonObject Schema, bool Required)
    {
        /// <summary>The allowed values of the field; empty if any value is allowed.</summary>
        public IEnumerable<string> Values => Schema["enum"]?.AsArray().Select(value => value!.GetValue<string>()) ?? [];
    }
}
