using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class StructConverterTests
{
    private const string Signature = "4dabf18193072939515e22adb298388d";

    [Fact]
    public void Lossless_RoundTrip_ReturnsTheSameMap() =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();

            var wire = Struct.Parser.ParseFrom(StructConverter.ToStruct(map, StructConversion.Lossless).ToByteArray());

            Assert.Equal(map, StructConverter.FromStruct(wire, StructConversion.Lossless));
        });

    [Fact]
    public void SkipNulls_RoundTrip_LosesOnlyNullProperties() =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();
            var conversion = StructConversion.Lossless with { SkipNulls = true };

            Assert.Equal(WithoutNulls(map), StructConverter.FromStruct(StructConverter.ToStruct(map, conversion), conversion));
        });

    [Fact]
    public void NothingKept_ReturnsPlainValues() =>
        RandomValues.ForAll(random =>
        {
            var map = PropertyMap.From(random.Map().Where(property => !Contains(property.Value, value => value is PropertyByteString)));

            var wire = StructConverter.ToStruct(map, new StructConversion());

            Assert.False(
                Contains(StructConverter.FromStruct(wire, StructConversion.Lossless), value =>
                    value is PropertySecret or PropertyOutput or PropertyUnknown or PropertyResourceReference
                )
            );
        });

    [Fact]
    public void ToValue_Secret_HasTheWireForm() =>
        AssertWire($$"""{"{{Signature}}":"1b47061264138c4ac30d75fd1eb44270","value":"hunter2"}""", new PropertySecret("hunter2"));

    [Fact]
    public void ToValue_Output_HasTheWireForm()
    {
        AssertWire(
            $$"""{"{{Signature}}":"d0e6a833031e9bbcd3f4e8bde6ca49a4","dependencies":["urn:a","urn:b"],"secret":true,"value":1}""",
            new PropertyOutput(1, true, ["urn:a", "urn:b"])
        );
        AssertWire($$"""{"{{Signature}}":"d0e6a833031e9bbcd3f4e8bde6ca49a4"}""", new PropertyOutput(null, false, []));
    }

    [Fact]
    public void ToValue_ResourceReference_HasTheWireForm()
    {
        AssertWire($$"""{"{{Signature}}":"5cf8f73096256a8f31e491e813e4eb8e","urn":"urn:a"}""", new PropertyResourceReference("urn:a"));
        AssertWire(
            $$"""{"{{Signature}}":"5cf8f73096256a8f31e491e813e4eb8e","id":"i","packageVersion":"1.2.3","urn":"urn:a"}""",
            new PropertyResourceReference("urn:a", "i", "1.2.3")
        );
    }

    [Fact]
    public void ToValue_AssetsAndArchives_HaveTheWireForm()
    {
        AssertWire($$"""{"{{Signature}}":"c44067f5952c0a294b673a41bacd8c17","text":"hi"}""", new PropertyAsset { Text = "hi" });
        AssertWire(
            $$"""{"{{Signature}}":"0def7320c3a5731c473e5ecbe6d01bc7","assets":{"a":{"{{Signature}}":"c44067f5952c0a294b673a41bacd8c17","path":"p"} } }""",
            new PropertyArchive { Assets = PropertyMap.Create(("a", new PropertyAsset { Path = "p" })) }
        );
    }

    [Theory]
    [InlineData(UnknownKind.String, "04da6b54-80e4-46f7-96ec-b56ff0331ba9")]
    [InlineData(UnknownKind.Boolean, "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7")]
    [InlineData(UnknownKind.Number, "3eeb2bf0-c639-47a8-9e75-3b44932eb421")]
    [InlineData(UnknownKind.Array, "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2")]
    [InlineData(UnknownKind.Asset, "030794c1-ac77-496b-92df-f27374a8bd58")]
    [InlineData(UnknownKind.Archive, "e48ece36-62e2-4504-bad9-02848725956a")]
    [InlineData(UnknownKind.Object, "dd056dcd-154b-4c76-9bd3-c8f88648b5ff")]
    public void Unknown_OfEachKind_HasItsSentinel(UnknownKind kind, string sentinel)
    {
        AssertWire($"\"{sentinel}\"", new PropertyUnknown(kind));
        Assert.Equal(new PropertyUnknown(kind), StructConverter.FromValue(Value.ForString(sentinel), StructConversion.Lossless));
    }

    [Fact]
    public void OutputsNotKept_BecomeValuesSecretsAndUnknowns()
    {
        var map = PropertyMap.Create(
            ("known", new PropertyOutput(1, false, ["urn:a"])),
            ("secret", new PropertyOutput(2, true, [])),
            ("unknown", new PropertyOutput(null, false, [])),
            ("secretUnknown", new PropertyOutput(null, true, []))
        );
        var expected = PropertyMap.Create(
            ("known", 1),
            ("secret", new PropertySecret(2)),
            ("unknown", new PropertyUnknown()),
            ("secretUnknown", new PropertySecret(new PropertyUnknown()))
        );

        Assert.Equal(expected, Through(map, StructConversion.Resource));
        Assert.Equal(
            expected,
            StructConverter.FromStruct(StructConverter.ToStruct(map, StructConversion.Lossless), StructConversion.Resource)
        );
    }

    [Fact]
    public void UnknownsNotKept_AreRemovedFromMapsAndArrays()
    {
        var map = PropertyMap.Create(
            ("unknown", new PropertyUnknown()),
            ("secret", new PropertySecret(new PropertyUnknown())),
            ("list", PropertyValue.Array("a", new PropertyUnknown(), "b"))
        );
        var conversion = StructConversion.Lossless with { KeepUnknowns = false };

        Assert.Equal(PropertyMap.Create(("list", PropertyValue.Array("a", "b"))), Through(map, conversion));
        Assert.Equal(
            PropertyMap.Create(("list", PropertyValue.Array("a", PropertyValue.Null, "b"))),
            StructConverter.FromStruct(StructConverter.ToStruct(map, StructConversion.Lossless), conversion)
        );
    }

    [Fact]
    public void ReferencesNotKept_BecomeIdsOrUrns()
    {
        var map = PropertyMap.Create(
            ("component", new PropertyResourceReference("urn:c")),
            ("custom", new PropertyResourceReference("urn:d", "i")),
            ("unknown", new PropertyResourceReference("urn:e", ""))
        );
        var expected = PropertyMap.Create(("component", "urn:c"), ("custom", "i"), ("unknown", new PropertyUnknown()));
        var conversion = StructConversion.Lossless with { KeepResources = false };

        Assert.Equal(expected, Through(map, conversion));
        Assert.Equal(expected, StructConverter.FromStruct(StructConverter.ToStruct(map, StructConversion.Lossless), conversion));
    }

    [Fact]
    public void FromStruct_UnknownSignature_NamesPathAndSignature()
    {
        var wire = Struct.Parser.ParseJson($$"""{"a":{"b":[1,{"{{Signature}}":"nonsense"}]} }""");

        var failure = Assert.Throws<PropertyFormatException>(() => StructConverter.FromStruct(wire, StructConversion.Lossless));

        Assert.Equal("a.b[1]", failure.Path.ToString());
        Assert.Contains("a.b[1]", failure.Message, StringComparison.Ordinal);
        Assert.Contains("nonsense", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1b47061264138c4ac30d75fd1eb44270", "{}")]
    [InlineData("d0e6a833031e9bbcd3f4e8bde6ca49a4", """{"secret":"yes"}""")]
    [InlineData("d0e6a833031e9bbcd3f4e8bde6ca49a4", """{"dependencies":[1]}""")]
    [InlineData("5cf8f73096256a8f31e491e813e4eb8e", "{}")]
    [InlineData("5cf8f73096256a8f31e491e813e4eb8e", """{"urn":"urn:a","id":1}""")]
    [InlineData("c44067f5952c0a294b673a41bacd8c17", """{"path":1}""")]
    [InlineData("0def7320c3a5731c473e5ecbe6d01bc7", """{"assets":{"a":"no asset"}}""")]
    [InlineData("803fd3297a5875dc03ca845dda5d2a98", """{"value":"no base64!"}""")]
    public void FromStruct_SignedObjectIsMalformed_Throws(string signature, string json)
    {
        var value = Struct.Parser.ParseJson(json);
        value.Fields.Add(Signature, Value.ForString(signature));

        Assert.Throws<PropertyFormatException>(() => StructConverter.FromValue(Value.ForStruct(value), StructConversion.Lossless));
    }

    private static PropertyMap Through(PropertyMap map, StructConversion conversion) =>
        StructConverter.FromStruct(StructConverter.ToStruct(map, conversion), StructConversion.Lossless);

    private static void AssertWire(string json, PropertyValue value)
    {
        Assert.Equal(Value.Parser.ParseJson(json), StructConverter.ToValue(value, StructConversion.Lossless));
        Assert.Equal(value, StructConverter.FromValue(Value.Parser.ParseJson(json), StructConversion.Lossless));
    }

    private static PropertyMap WithoutNulls(PropertyMap map) =>
        PropertyMap.From(map.Where(property => property.Value is not PropertyNull)).Select(WithoutNulls);

    private static PropertyValue WithoutNulls(PropertyValue value) =>
        value switch
        {
            PropertyObject map => WithoutNulls(map.Properties),
            PropertyArray array => new PropertyArray([.. array.Elements.Select(WithoutNulls)]),
            PropertySecret secret => new PropertySecret(WithoutNulls(secret.Value)),
            PropertyOutput { Value: { } known } output => output with { Value = WithoutNulls(known) },
            _ => value,
        };

    private static bool Contains(PropertyValue value, Predicate<PropertyValue> isMeant) =>
        isMeant(value)
        || value switch
        {
            PropertyObject map => map.Properties.Values.Any(child => Contains(child, isMeant)),
            PropertyArray array => array.Elements.Any(child => Contains(child, isMeant)),
            PropertySecret secret => Contains(secret.Value, isMeant),
            PropertyOutput { Value: { } known } => Contains(known, isMeant),
            _ => false,
        };
}
