using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Infra.Protocol.Values;
using Pulumi;
using Pulumi.Serialization;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class SerializationTests
{
    private const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public static TheoryData<object?, string> Values =>
        new()
        {
            { true, "true" },
            { 42, "42" },
            { 1.5, "1.5" },
            { "text", "\"text\"" },
            { DayOfWeek.Tuesday, "2" },
            { Size.Large, "\"L\"" },
            { Weight.Heavy, "2.5" },
            { (Input<string>)"a", "\"a\"" },
            { Output.Create(3), "3" },
            { (Union<int, string>)"either", "\"either\"" },
            { (InputUnion<int, string>)7, "7" },
            { JsonElement.Parse("""{"a":[1,null,{"b":false}]}"""), """{"a":[1,null,{"b":false}]}""" },
            { new object?[] { 1, null, "x" }, "[1,null,\"x\"]" },
            {
                new List<string> { "a" },
                "[\"a\"]"
            },
            { ImmutableArray.Create(1, 2), "[1,2]" },
            { default(ImmutableArray<string>), "[]" },
            {
                new Dictionary<string, object?> { ["a"] = 1, ["gone"] = null },
                """{"a":1}"""
            },
            { ImmutableDictionary<string, int>.Empty.Add("k", 1), """{"k":1}""" },
            {
                new InputList<string> { "a", Output.Create("b") },
                "[\"a\",\"b\"]"
            },
            {
                new InputMap<int> { { "a", 1 } },
                """{"a":1}"""
            },
            {
                new PairArgs { Left = "l", Right = 2 },
                """{"left":"l","right":2}"""
            },
            { new Point(1, "p"), """{"x":1,"name":"p"}""" },
            { new StringAsset("hi"), """{"4dabf18193072939515e22adb298388d":"c44067f5952c0a294b673a41bacd8c17","text":"hi"}""" },
            { new FileArchive("d"), """{"4dabf18193072939515e22adb298388d":"0def7320c3a5731c473e5ecbe6d01bc7","path":"d"}""" },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Serialize_EverySupportedType(object? value, string json) => AssertJson(json, await SerializeAsync(value));

    [Fact]
    public async Task Serialize_Null_IsOmitted()
    {
        Assert.Null(await PropertySerializer.ToMessageAsync("x", null, new()));
        Assert.Null(await PropertySerializer.ToMessageAsync("x", Output.Create((string?)null), new()));
        Assert.Null(await PropertySerializer.ToMessageAsync("x", default(ValueTuple), new()));
    }

    [Fact]
    public async Task Serialize_NestedSecrets_StayNested()
    {
        var value = new InputMap<string> { { "open", "a" }, { "hidden", Output.CreateSecret("b") } };

        AssertJson(
            $$$"""{"open":"a","hidden":{"4dabf18193072939515e22adb298388d":"{{{Secret}}}","value":"b"}}""",
            await SerializeAsync(value)
        );
    }

    [Fact]
    public async Task Serialize_SecretNull_StaysSecret() =>
        AssertJson(
            $$"""{"4dabf18193072939515e22adb298388d":"{{Secret}}","value":null}""",
            await SerializeAsync(Output.CreateSecret((string?)null))
        );

    [Fact]
    public async Task Serialize_NestedUnknowns_StayNested()
    {
        var value = new InputList<string> { "a", OutputUtilities.CreateUnknown("b") };

        AssertJson($"""["a","{Unknown}"]""", await SerializeAsync(value));
    }

    [Fact]
    public async Task Serialize_OutputValues_HaveTheirKnownParts()
    {
        var thing = new DependencyResource("urn:pulumi:s::p::test:index:Thing::a");
        var output = OutputUtilities.WithDependency(Output.CreateSecret(OutputUtilities.CreateUnknown("x")), thing);

        var value = new Dictionary<string, object?> { ["plain"] = Output.Create(1), ["full"] = output };

        var written = await PropertySerializer.ToMessageAsync("x", value, new(KeepOutputValues: true));

        AssertJson(
            """
            {"plain":1,"full":{"4dabf18193072939515e22adb298388d":"d0e6a833031e9bbcd3f4e8bde6ca49a4","secret":true,
            "dependencies":["urn:pulumi:s::p::test:index:Thing::a"]}}
            """,
            JsonFormatter.Default.Format(written)
        );
    }

    [Fact]
    public async Task Serialize_DependenciesOfNestedOutputs_AreCollected()
    {
        using var writer = new StructWriter();
        var serializer = new PropertySerializer(writer, new());
        var (first, second) = (new DependencyResource("urn:pulumi:s::p::t::a"), new DependencyResource("urn:pulumi:s::p::t::b"));
        var inner = OutputUtilities.WithDependency(Output.Create("x"), first);
        var outer = OutputUtilities.WithDependency(Output.Create(ImmutableArray.Create(inner)), second);

        await serializer.WriteAsync("x", outer);

        Assert.Equal([first, second], serializer.Dependencies.OrderBy(resource => resource == second));
    }

    [Theory]
    [InlineData(12L, "System.Int64")]
    [InlineData('c', "System.Char")]
    [InlineData(1.5f, "System.Single")]
    public async Task Serialize_UnsupportedType_ReportsPathAndType(object value, string type)
    {
        var nested = new Dictionary<string, object?>
        {
            ["rules"] = new List<object?>
            {
                1,
                new Dictionary<string, object?> { ["port"] = value },
            },
        };

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SerializeAsync(nested));

        Assert.Contains("spec.rules[1].port", exception.Message, StringComparison.Ordinal);
        Assert.Contains(type, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serialize_Task_ExplainsHowToWrapIt()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SerializeAsync(Task.FromResult(1)));

        Assert.Contains("Output.Create", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequiredArgument_WithoutValue_IsReported()
    {
        var exception = Assert.Throws<ArgumentNullException>(() => new StrictArgs().ToProperties().ToList());

        Assert.Contains("Sdk.Tests.Programs.SerializationTests+StrictArgs.Name is required", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonArgument_IsSentAsText_SecretAsAWhole()
    {
        var args = new StrictArgs
        {
            Name = "n",
            Settings = new InputMap<object> { { "b", "x" }, { "a", Output.CreateSecret((object)1) } },
        };

        var properties = await SerializedProperties.CreateAsync(args.ToProperties(), new());

        AssertJson(
            $$$"""{"name":"n","settings":{"4dabf18193072939515e22adb298388d":"{{{Secret}}}","value":"{ \"a\": 1, \"b\": \"x\" }"}}""",
            JsonFormatter.Default.Format(properties.ToStruct())
        );
    }

    [Fact]
    public void DictionaryArguments_OfUnsupportedTypes_AreRejected()
    {
        var exception = Assert.Throws<InvalidOperationException>(() =>
            new DictionaryResourceArgs(ImmutableDictionary<string, object?>.Empty.Add("when", DateTime.UnixEpoch))
        );

        Assert.Contains("when", exception.Message, StringComparison.Ordinal);
        Assert.Contains("System.DateTime", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<string> SerializeAsync(object? value) =>
        JsonFormatter.Default.Format(await PropertySerializer.ToMessageAsync("spec", value, new()));

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected: {expected}\nactual: {actual}");

    [EnumType]
    public readonly struct Size(string value)
    {
        private readonly string _value = value;

        public static Size Large { get; } = new("L");

        public static explicit operator string(Size size) => size._value;
    }

    [EnumType]
    public readonly struct Weight(double value)
    {
        private readonly double _value = value;

        public static Weight Heavy { get; } = new(2.5);

        public static explicit operator double(Weight weight) => weight._value;
    }

    [OutputType]
    public sealed class Point
    {
#pragma warning disable CA1051 // Output types are classes of public read-only fields, as generated packages write them.
        public readonly int X;
        public readonly string Name;
#pragma warning restore CA1051

        [OutputConstructor]
        public Point(int x, string name) => (X, Name) = (x, name);
    }

    public sealed class PairArgs : ResourceArgs
    {
        [Input("left")]
        public Input<string>? Left { get; set; }

        [Input("right")]
        public int Right { get; set; }

        [Input("missing")]
        public Input<string>? Missing { get; set; }
    }

    private sealed class StrictArgs : ResourceArgs
    {
        [Input("name", required: true)]
        public Input<string>? Name { get; set; }

        [Input("settings", json: true)]
        public InputMap<object>? Settings { get; set; }
    }
}
