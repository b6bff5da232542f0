using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;
using Pulumi;
using Pulumi.Serialization;

namespace Sdk.Tests.Programs;

public sealed class ValueConverterTests
{
    private readonly List<string> _warnings = [];

    [Fact]
    public void Convert_NestedObjects_UsesTheConstructor()
    {
        var data = Convert<Node>("""{"name":"root","size":3,"children":[{"name":"leaf"}],"extra":{"a":1},"__internal":true}""");

        Assert.True(data.IsKnown);
        Assert.Equal(("root", 3), (data.Value.Name, data.Value.Size));
        Assert.Equal("leaf", data.Value.Children[0].Name);
        Assert.True(data.Value.Children[0].Children.IsDefault);
        Assert.Equal(1.0, data.Value.Extra["a"]);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Convert_NestedSecret_MarksTheWholeValue()
    {
        var data = Convert<Node>("""{"name":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","value":"x"}}""");

        Assert.True(data.IsSecret);
        Assert.Equal("x", data.Value.Name);
    }

    [Fact]
    public void Convert_NestedUnknown_MarksTheWholeValue()
    {
        var data = Convert<ImmutableArray<string>>("""["a","04da6b54-80e4-46f7-96ec-b56ff0331ba9"]""");

        Assert.False(data.IsKnown);
    }

    [Fact]
    public void Convert_Mismatch_IsOmittedWithAWarning()
    {
        var data = Convert<Node>("""{"name":1,"size":3}""");

        Assert.Null(data.Value.Name);
        Assert.Equal(3, data.Value.Size);
        var warning = Assert.Single(_warnings);
        Assert.Contains("Node(name) should be a string, but the provider gave a number", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80", 80, null)]
    [InlineData("\"http\"", 0, "http")]
    public void Convert_Union_SelectsTheMatchingCase(string json, int number, string? text)
    {
        var union = Convert<Union<int, string>>(json).Value;

        Assert.Equal(text is null ? number : text, union.Value);
    }

    [Fact]
    public void Convert_EnumTypes_FromTheirValues()
    {
        Assert.Equal(SerializationTests.Size.Large, Convert<SerializationTests.Size>("\"L\"").Value);
        Assert.Equal(SerializationTests.Weight.Heavy, Convert<SerializationTests.Weight>("2.5").Value);
        Assert.Equal(DayOfWeek.Friday, Convert<DayOfWeek>("5").Value);
        Assert.Null(Convert<int?>("null").Value);
    }

    [Fact]
    public void Convert_DiscriminatedUnion_ReadsTheDiscriminator()
    {
        var shape = Convert<IShape>("""{"kind":"circle","radius":2}""").Value;

        Assert.Equal(2, Assert.IsType<Circle>(shape).Radius);
        Assert.Null(Convert<IShape>("""{"kind":"square"}""").Value);
        Assert.Contains("circle", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_Json_IsUnchanged() =>
        Assert.Equal("""{"a":[1,null,"x"]}""", Convert<JsonElement>("""{"a":[1,null,"x"]}""").Value.GetRawText());

    [Fact]
    public void Convert_Objects_ReturnsImmutableCollections()
    {
        var value = Convert<object>("""{"a":[1,true,"x",null]}""").Value;

        var fields = Assert.IsType<ImmutableDictionary<string, object?>>(value);
        Assert.Equal([1.0, true, "x", null], Assert.IsType<ImmutableArray<object?>>(fields["a"]).ToArray());
    }

    [Fact]
    public void Convert_Asset_KeepsItsKind()
    {
        const string Asset = """{"4dabf18193072939515e22adb298388d":"c44067f5952c0a294b673a41bacd8c17","text":"hi"}""";

        Assert.IsType<StringAsset>(Convert<Asset>(Asset).Value);
        Assert.IsType<StringAsset>(Convert<AssetOrArchive>(Asset).Value);
        Assert.IsType<InvalidArchive>(Convert<Archive>(Asset).Value);
    }

    [Theory]
    [InlineData(typeof(long))]
    [InlineData(typeof(List<string>))]
    [InlineData(typeof(ImmutableDictionary<int, string>))]
    [InlineData(typeof(ImmutableArray<DateTime>))]
    public void Check_UnsupportedType_IsRejected(System.Type type)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => OutputTypes.Check("[Output] X.Y", type));

        Assert.Contains("[Output] X.Y", exception.Message, StringComparison.Ordinal);
    }

    private OutputData<T> Convert<T>(string json) =>
        ValueConverter.Convert<T>(EncodedValue.From(Google.Protobuf.JsonParser.Default.Parse<Value>(json)), "test", _warnings.Add);

    [DiscriminatedUnionDiscriminator("kind")]
    [DiscriminatedUnionCase("circle", typeof(Circle))]
    public interface IShape;

    [OutputType]
    public sealed class Node
    {
        [OutputConstructor]
        private Node(
            string name,
            int size,
            ImmutableArray<Node> children,
            [OutputConstructorParameter("extra")] ImmutableDictionary<string, object> rest
        ) => (Name, Size, Children, Extra) = (name, size, children, rest);

        public string Name { get; }

        public int Size { get; }

        public ImmutableArray<Node> Children { get; }

        public ImmutableDictionary<string, object> Extra { get; }
    }

    [OutputType]
    public sealed class Circle : IShape
    {
        [OutputConstructor]
        private Circle(string kind, double radius) => (Kind, Radius) = (kind, radius);

        public string Kind { get; }

        public double Radius { get; }
    }
}
