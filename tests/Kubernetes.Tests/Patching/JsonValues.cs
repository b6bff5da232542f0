using System.Text.Json.Nodes;
using CsCheck;

namespace Kubernetes.Tests.Patching;

/// <summary>Generators of JSON.</summary>
internal static class JsonValues
{
    private static readonly Gen<string> Keys = Gen.String[Gen.Char["abcd"], 1, 2];

    private static readonly Gen<Func<JsonNode?>> Scalars = Gen.OneOf(
        Gen.Int.Select(number => (Func<JsonNode?>)(() => JsonValue.Create(number))),
        Keys.Select(text => (Func<JsonNode?>)(() => JsonValue.Create(text)))
    );

    /// <summary>Objects without null, nested up to three levels.</summary>
    public static Gen<JsonObject> Objects { get; } = CreateObjects(3);

    /// <summary>Objects of one type: a field is an object in all of them or in none.</summary>
    public static Gen<JsonObject> ObjectsOfOneType { get; } = CreateTyped(3);

    private static Gen<JsonObject> CreateObjects(int depth) =>
        Gen.Dictionary(Keys, CreateValues(depth))[0, 4]
            .Select(entries => new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value()))));

    /// <summary>Generates functions: a node can have only one parent, and the generator may use a value again.</summary>
    private static Gen<Func<JsonNode?>> CreateValues(int depth) =>
        depth == 0 ? Scalars : Gen.OneOf(Scalars, CreateObjects(depth - 1).Select(Clone));

    private static Gen<JsonObject> CreateTyped(int depth) =>
        Keys.SelectMany(key =>
                (depth > 0 && key[0] is 'a' or 'b' ? CreateTyped(depth - 1).Select(Clone) : Scalars).Select(value =>
                    (Key: key, Value: value)
                )
            )
            .List[0, 4]
            .Select(fields => new JsonObject(
                fields.DistinctBy(field => field.Key).Select(field => KeyValuePair.Create(field.Key, field.Value()))
            ));

    private static Func<JsonNode?> Clone(JsonObject json) => () => json.DeepClone();
}
