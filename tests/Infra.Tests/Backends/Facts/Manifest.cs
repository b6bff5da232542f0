using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Pulumi.Testing;

namespace Infra.Tests.Backends.Facts;

/// <summary>An object of Kubernetes as it is sent to the API, with all scalars as text.</summary>
internal sealed record Manifest(string Kind, string Name, JsonObject Content)
{
    public string Id => $"{Kind}/{Name}";

    /// <summary>Reads the objects of a YAML file; documents without an object are skipped.</summary>
    public static IEnumerable<Manifest> Parse(string yaml) =>
        from content in YamlNodes.Parse(yaml)
        select new Manifest(content.Text("kind")!, content.Text("metadata.name")!, content);

    /// <summary>Converts the Kubernetes objects of a plan.</summary>
    public static IEnumerable<Manifest> FromPlan(RecordedPlan plan) =>
        from resource in plan.KubernetesObjects()
        let content = FromInputs(resource.Inputs) as JsonObject
        select new Manifest(KindOf(resource), content.Text("metadata.name") ?? resource.Name!, content);

    private static string KindOf(MockResourceArgs resource) => resource.Type![(resource.Type!.LastIndexOf(':') + 1)..];

    private static JsonNode? FromInputs(object? value) =>
        value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag ? "true" : "false"),
            IReadOnlyDictionary<string, object> map => new JsonObject(
                map.Select(entry => KeyValuePair.Create(entry.Key, FromInputs(entry.Value)))
            ),
            IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(FromInputs)]),
            _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
        };
}
