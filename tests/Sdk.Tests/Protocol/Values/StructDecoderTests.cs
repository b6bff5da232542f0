using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class StructDecoderTests
{
    [Fact]
    public void Decode_EncodedMap_ReturnsTheSameMap() =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();

            Assert.Equal(map, StructDecoder.Decode(StructEncoder.Encode(map, StructConversion.Lossless), StructConversion.Lossless));
        });

    [Fact]
    public void Decode_MessageOfTheLibrary_ReturnsTheSameMap() =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();
            var message = StructConverter.ToStruct(map, StructConversion.Lossless);

            Assert.Equal(map, StructDecoder.Decode(message.ToByteArray(), StructConversion.Lossless));
        });

    [Fact]
    public void Decode_SkipNulls_KeepsThoseOfListsAndSignedObjects()
    {
        var map = PropertyMap.Create(
            ("list", PropertyValue.Array(PropertyValue.Null)),
            ("null", PropertyValue.Null),
            ("secret", new PropertySecret(PropertyValue.Null))
        );

        var decoded = StructDecoder.Decode(
            StructEncoder.Encode(map, StructConversion.Lossless),
            StructConversion.Lossless with
            {
                SkipNulls = true,
            }
        );

        Assert.Equal(map.Remove("null"), decoded);
    }

    [Fact]
    public void Decode_EqualNames_TheLastOneCounts()
    {
        byte[] first = StructEncoder.Encode(PropertyMap.Create(("b", 1), ("a", 1)), StructConversion.Lossless);
        byte[] second = StructEncoder.Encode(PropertyMap.Create(("b", 2)), StructConversion.Lossless);

        Assert.Equal(
            PropertyMap.Create(("a", 1), ("b", 2)),
            StructDecoder.Decode((byte[])[.. first, .. second], StructConversion.Lossless)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("Grüße")]
    [InlineData("a text of more than sixty-four characters, which is too long to be shared with others")]
    public void Decode_TextsMoreThanOnce_AreEqual(string text)
    {
        var map = PropertyMap.Create(("a", text), ("b", text));

        Assert.Equal(map, StructDecoder.Decode(StructEncoder.Encode(map, StructConversion.Lossless), StructConversion.Lossless));
    }

    [Fact]
    public void Decode_ThousandsOfTexts_EachIsItsOwn()
    {
        var map = PropertyMap.From(Enumerable.Range(0, 50_000).Select(i => KeyValuePair.Create($"name-{i}", (PropertyValue)$"value-{i}")));

        Assert.Equal(map, StructDecoder.Decode(StructEncoder.Encode(map, StructConversion.Lossless), StructConversion.Lossless));
    }

    [Theory]
    [InlineData("0a")]
    [InlineData("0a05")]
    [InlineData("0a030a0561")]
    [InlineData("0affffffffffffffffffff01")]
    [InlineData("0b")]
    public void Decode_MalformedBytes_IsAnError(string hex) =>
        Assert.Throws<PropertyFormatException>(() => StructDecoder.Decode(Convert.FromHexString(hex), StructConversion.Lossless));

    [Fact]
    public void Decode_DeepLists_IsAnErrorInsteadOfAnOverflow()
    {
        PropertyValue value = "leaf";
        for (var i = 0; i < 5000; i++)
        {
            value = PropertyValue.Array(value);
        }

        var encoded = StructEncoder.Encode(PropertyMap.Create(("a", value)), StructConversion.Lossless);

        var error = Assert.Throws<PropertyFormatException>(() => StructDecoder.Decode(encoded, StructConversion.Lossless));
        Assert.Contains("nested more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_FiftyLevels_AreRead()
    {
        PropertyValue value = "leaf";
        for (var i = 0; i < 50; i++)
        {
            value = PropertyMap.Create(("x", value));
        }

        var map = PropertyMap.Create(("a", value));

        Assert.Equal(map, StructDecoder.Decode(StructEncoder.Encode(map, StructConversion.Lossless), StructConversion.Lossless));
    }

    [Fact]
    public void DecodeValue_UnknownThatIsNotKept_IsNothing()
    {
        var sentinel = Value.ForString(UnknownSentinels.String).ToByteArray();

        Assert.Null(StructDecoder.DecodeValue(sentinel, new StructConversion()));
        Assert.Equal(new PropertyUnknown(), StructDecoder.DecodeValue(sentinel, StructConversion.Lossless));
    }
}
