using System.Text.Json.Nodes;

namespace Infra.Generator.Condensing;

/// <summary>A resource as API discovery lists it.</summary>
internal sealed record ApiResource
{
    public required GroupVersionKind Kind { get; init; }

    /// <summary>The plural name in the URL.</summary>
    public required string Plural { get; init; }

    public required bool Namespaced { get; init; }

    public required IReadOnlyCollection<string> Verbs { get; init; }

    /// <summary>The name of the definition of one object.</summary>
    public required string Definition { get; init; }

    /// <summary>The name of the definition of a list response; null if the resource cannot be listed.</summary>
    public string? ListDefinition { get; init; }

    public required IReadOnlyList<ApiSubresource> Subresources { get; init; }

    public JsonObject ToJson()
    {
        var names = ResourceNames.Find(Kind.Group, Plural);
        var json = new JsonObject
        {
            ["group"] = Kind.Group,
            ["version"] = Kind.Version,
            ["kind"] = Kind.Kind,
            ["plural"] = Plural,
            ["singular"] = Kind.Kind.ToLowerInvariant(),
            ["namespaced"] = Namespaced,
            ["definition"] = Definition,
        };
        if (ListDefinition is not null)
        {
            json["listDefinition"] = ListDefinition;
        }

        json["verbs"] = Strings(Verbs);
        if (names.ShortNames.Count > 0)
        {
            json["shortNames"] = Strings(names.ShortNames);
        }

        if (names.Categories.Count > 0)
        {
            json["categories"] = Strings(names.Categories);
        }

        if (Subresources.Count > 0)
        {
            json["subresources"] = new JsonArray([.. Subresources.Select(subresource => subresource.ToJson())]);
        }

        return json;
    }

    internal static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}

/// <summary>A subresource, e.g. <c>deployments/scale</c>; <see cref="Kind"/> is the kind of its body.</summary>
internal sealed record ApiSubresource(string Name, GroupVersionKind Kind, IReadOnlyCollection<string> Verbs)
{
    public JsonObject ToJson() =>
        new()
        {
            ["name"] = Name,
            ["group"] = Kind.Group,
            ["version"] = Kind.Version,
            ["kind"] = Kind.Kind,
            ["verbs"] = ApiResource.Strings(Verbs),
        };
}

internal readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    public static GroupVersionKind Parse(JsonNode json) =>
        new(json["group"]!.GetValue<string>(), json["version"]!.GetValue<string>(), json["kind"]!.GetValue<string>());
}
