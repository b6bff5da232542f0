using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi;

namespace Sdk.Tests.Programs;

/// <summary>One program that combines outputs in every way, run as an update and as a preview.</summary>
public sealed class CombinatorProgramTests
{
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private const string BaseUrn = "urn:pulumi:dev::sample::test:index:Thing::base";

    /// <summary>By argument, its value in an update, and whether it depends on the base and so is unknown in a preview.</summary>
    public static TheoryData<string, string, bool> Arguments =>
        new()
        {
            { "applied", "\"base-id!\"", true },
            { "appliedToATask", "\"base-id?\"", true },
            { "appliedToAnOutput", "\"base-id+\"", true },
            { "appliedToAnInput", "\"base-id-\"", true },
            { "appliedToSecret", Secret("\"base-id*\""), true },
            { "appliedToNothing", "\"none\"", true },
            { "untyped", "\"base-id~\"", true },
            { "all", """["plain","base-id"]""", true },
            { "allOfAList", """["plain","late"]""", false },
            { "tuple", "\"1 base-id\"", true },
            { "tupleOfEight", "\"1 2 3 4 5 6 7 base-id\"", true },
            { "format", "\"https://base-id:80/\"", true },
            { "formatOfSecret", Secret("\"s:plain\""), false },
            { "secret", Secret("\"s\""), false },
            { "secretOutput", Secret("\"base-id\""), true },
            { "unsecret", "\"s\"", false },
            { "jsonText", "\"{\\\"id\\\":\\\"base-id\\\",\\\"n\\\":1}\"", true },
            { "jsonOfSecret", Secret("\"[\\\"s\\\"]\""), false },
            { "parsed", "[1,2]", false },
            { "elementAt", "\"b\"", false },
            { "first", "\"a\"", false },
            { "length", "2", false },
            { "isSecondCase", "true", false },
            { "asSecondCase", "\"two\"", false },
            { "valueOfUnion", "\"two\"", false },
            { "deferred", "\"base-id\"", true },
            { "json", """{"replicas":2,"tags":["x",null]}""", false },
        };

    [Theory]
    [MemberData(nameof(Arguments))]
    public async Task Update_SendsTheValue(string name, string expected, bool isFromBase)
    {
        var request = await RegistrationAsync(isPreview: false);

        AssertJson(expected, request["object"]![name]);
        AssertJson(isFromBase ? $"[\"{BaseUrn}\"]" : "[]", request["propertyDependencies"]![name]!["urns"]);
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public async Task Preview_ValuesOfTheBase_AreUnknown(string name, string expected, bool isFromBase)
    {
        var request = await RegistrationAsync(isPreview: true);

        AssertJson(isFromBase ? $"\"{Unknown}\"" : expected, request["object"]![name]);
        AssertJson(isFromBase ? $"[\"{BaseUrn}\"]" : "[]", request["propertyDependencies"]![name]!["urns"]);
    }

    [Theory]
    [InlineData(false, "\"base-id\"")]
    [InlineData(true, $"\"{Unknown}\"")]
    public async Task ListsAndMaps_KeepNestedSecretsAndUnknowns(bool isPreview, string id)
    {
        await using var engine = await StandInEngine.StartAsync(isPreview);

        var exitCode = await engine.RunAsync(() =>
        {
            var source = new Thing("base");
            _ = new Thing(
                "nested",
                new()
                {
                    Items = { "open", Output.CreateSecret("s"), source.Id },
                    Labels =
                    {
                        { "open", "o" },
                        { "hidden", Output.CreateSecret("s") },
                        { "id", source.Id },
                    },
                    Any = new List<object?>
                    {
                        new Dictionary<string, object?> { ["deep"] = Output.CreateSecret(source.Id) },
                        null,
                        1,
                    },
                }
            );
        });

        Assert.Equal(0, exitCode);
        var request = engine.Registration("nested");
        AssertJson($$"""["open",{{Secret("\"s\"")}},{{id}}]""", request["object"]!["items"]);
        AssertJson($$"""{"open":"o","hidden":{{Secret("\"s\"")}},"id":{{id}}}""", request["object"]!["labels"]);
        AssertJson($$"""[{"deep":{{(isPreview ? id : Secret(id))}}},null,1]""", request["object"]!["any"]);
        AssertJson($"[\"{BaseUrn}\"]", request["dependencies"]);
    }

    private static async Task<JsonNode> RegistrationAsync(bool isPreview)
    {
        await using var engine = await StandInEngine.StartAsync(isPreview);
        Assert.Equal(
            0,
            await engine.RunAsync(() =>
                _ = new CustomResource("test:index:Sink", "sink", new DictionaryResourceArgs(Combine(new Thing("base").Id)))
            )
        );
        Assert.Empty(engine.RequestsOf("Engine.Log"));
        return engine.Registration("sink");
    }

    private static ImmutableDictionary<string, object?> Combine(Output<string> id)
    {
        var secret = Output.CreateSecret("s");
        var letters = Output.Create(ImmutableArray.Create("a", "b"));
        var either = Output.Create((Union<int, string>)"two");
        var deferred = new DeferredOutput<string>();
        deferred.Resolve(id);
        return new Dictionary<string, object?>
        {
            ["applied"] = id.Apply(value => $"{value}!"),
            ["appliedToATask"] = id.Apply(async value =>
            {
                await Task.Yield();
                return $"{value}?";
            }),
            ["appliedToAnOutput"] = id.Apply(value => Output.Create($"{value}+")),
            ["appliedToAnInput"] = id.Apply(value => (Input<string>)$"{value}-"),
            ["appliedToSecret"] = id.Apply(value => Output.CreateSecret($"{value}*")),
            ["appliedToNothing"] = id.Apply(_ => (Output<string>?)null).Apply(value => value ?? "none"),
            ["untyped"] = id.UntypedApply(value => Output.Create($"{value}~")),
            ["all"] = Output.All<string>("plain", id),
            ["allOfAList"] = Output.All(new List<Output<string>> { Output.Create("plain"), Output.Create(Task.FromResult("late")) }),
            ["tuple"] = Output.Tuple((Input<int>)1, (Input<string>)id).Apply(pair => $"{pair.Item1} {pair.Item2}"),
            ["tupleOfEight"] = Output
                .Tuple<int, int, int, int, int, int, int, string>(1, 2, 3, 4, 5, 6, 7, id)
                .Apply(tuple =>
                    $"{tuple.Item1} {tuple.Item2} {tuple.Item3} {tuple.Item4} {tuple.Item5} {tuple.Item6} {tuple.Item7} {tuple.Item8}"
                ),
            ["format"] = Output.Format($"https://{id}:{80}/"),
            ["formatOfSecret"] = Output.Format($"{secret}:{"plain"}"),
            ["secret"] = secret,
            ["secretOutput"] = Output.CreateSecret(id),
            ["unsecret"] = Output.Unsecret(secret),
            ["jsonText"] = Output.JsonSerialize(Output.Create(new Dictionary<string, object> { ["id"] = id, ["n"] = 1 })),
            ["jsonOfSecret"] = Output.JsonSerialize(Output.Create(ImmutableArray.Create(secret))),
            ["parsed"] = Output.JsonDeserialize<ImmutableArray<int>>(Output.Create("[1,2]")),
            ["elementAt"] = letters.GetAt(1),
            ["first"] = letters.First(),
            ["length"] = letters.Length(),
            ["isSecondCase"] = either.IsT1(),
            ["asSecondCase"] = either.AsT1(),
            ["valueOfUnion"] = either.Value(),
            ["deferred"] = deferred.Output,
            ["json"] = JsonElement.Parse("""{"replicas":2,"tags":["x",null]}"""),
        }.ToImmutableDictionary();
    }

    private static string Secret(string value) =>
        $$"""{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","value":{{value}}}""";

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), actual ?? new JsonArray()),
            $"expected {expected}, but received {actual?.ToJsonString()}"
        );
}
