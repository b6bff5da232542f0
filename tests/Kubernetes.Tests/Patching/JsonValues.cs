using System.Text.Json.Nodes;
using CsCheck;

namespace Kubernetes.Tests.Patching;

/// <summary>Generators of JSON.</summary>
internal static class JsonValues
{
    private static readonly Gen<string> Keys = Gen.String[Gen.Char["abcd"], 1, 2];

    /// <summary>Objects without null, nested up to three levels.</summary>
    public static Gen<JsonObject> Objects { get; } = CreateObjects(3);

    private static Gen<JsonObject> CreateObjects(int depth) =>
        Gen.Dictionary(Keys, CreateValues(depth))[0, 4]
            .Select(entries => new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value()))));

    /// <summary>Generates functions: a node can have only one parent, and the generator may use a value again.</summary>
    private static Gen<Func<JsonNode?>> CreateValues(int depth)
    {
        var scalars = Gen.OneOf(
            Gen.Int.Select(number => (Func<JsonNode?>)(() => JsonValue.Create(number))),
            Keys.Select(text => (Func<JsonNode?>)(() => JsonValue.Create(text)))
        );
        return depth == 0
            ? scalars
            : Gen.OneOf(scalars, CreateObjects(depth - 1).Select(json => (Func<JsonNode?>)(() => json.DeepClone())));
    }
}
