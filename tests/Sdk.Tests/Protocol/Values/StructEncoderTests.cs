using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class StructEncoderTests
{
    public static TheoryData<StructConversion> Conversions =>
        [
            StructConversion.Lossless,
            StructConversion.Resource,
            StructConversion.Lossless with
            {
                KeepSecrets = false,
            },
            StructConversion.Lossless with
            {
                KeepUnknowns = false,
            },
            StructConversion.Lossless with
            {
                KeepResources = false,
            },
            StructConversion.Lossless with
            {
                SkipNulls = true,
            },
            new StructConversion { KeepByteStrings = true },
        ];

    [Theory]
    [MemberData(nameof(Conversions))]
    public void Encode_AnyMap_HasTheBytesOfItsMessage(StructConversion conversion) =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();

            var encoded = StructEncoder.Encode(map, conversion);

            Assert.Equal(StructConverter.ToStruct(map, conversion), Struct.Parser.ParseFrom(encoded));
        });

    [Fact]
    public void Encode_SecretOfUnknown_IsOmittedWithItsSecret()
    {
        var map = PropertyMap.Create(
            ("secret", new PropertySecret(new PropertyUnknown())),
            ("list", PropertyValue.Array("a", new PropertySecret(new PropertyUnknown()), "b"))
        );

        var encoded = StructEncoder.Encode(map, StructConversion.Lossless with { KeepUnknowns = false });

        Assert.Equal(Struct.Parser.ParseJson("""{"list":["a","b"]}"""), Struct.Parser.ParseFrom(encoded));
    }

    [Fact]
    public void Encode_UnsupportedByteString_NamesItsPath()
    {
        var map = PropertyMap.Create(("a", PropertyValue.Array(1, new PropertyByteString([0xff]))));

        var failure = Assert.Throws<PropertyFormatException>(() => StructEncoder.Encode(map, new StructConversion()));

        Assert.Equal("a[1]", failure.Path.ToString());
    }
}
