using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class EncodedValueTests
{
    [Fact]
    public void AnyStruct_IsReadLikeItsMessage() =>
        StructGenerator.AnyStruct.Sample(
            message => message.Equals(ToMessage(EncodedValue.From(message)).StructValue),
            iter: 800,
            print: message => Convert.ToHexString(message.ToByteArray())
        );

    [Fact]
    public void Find_ReturnsTheField_InAnyScript()
    {
        var value = EncodedValue.From(
            new Struct
            {
                Fields =
                {
                    ["a"] = Value.ForNumber(1),
                    ["größe"] = Value.ForString("ü"),
                    ["aa"] = Value.ForBool(true),
                },
            }
        );

        Assert.Equal("ü", value.Find("größe")!.StringValue);
        Assert.True(value.Find("aa")!.BoolValue);
        Assert.Null(value.Find("b"));
        Assert.Null(value.Find("a")!.Find("a"));
    }

    [Fact]
    public void UnknownFields_AreSkipped()
    {
        byte[] later = [0x7d, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, .. Value.ForString("x").ToByteArray()];

        Assert.Equal(
            "x",
            EncodedValue
                .FromStruct((byte[])[0x0a, (byte)(later.Length + 5), 0x0a, 1, (byte)'k', 0x12, (byte)later.Length, .. later])
                .Find("k")!
                .StringValue
        );
    }

    [Theory]
    [InlineData("0a")]
    [InlineData("0a05")]
    [InlineData("0a030a0561")]
    [InlineData("0affffffffffffffffffff01")]
    [InlineData("0b")]
    public void MalformedBytes_AreRejected(string hex) =>
        Assert.Throws<InvalidDataException>(() => EncodedValue.FromStruct(Convert.FromHexString(hex)).Fields);

    [Fact]
    public void EncodedRegisterResourceResponse_IsTheResponseOnTheWire()
    {
        var properties = new Struct { Fields = { ["a"] = Value.ForString("b") } };
        var response = new RegisterResourceResponse
        {
            Urn = "urn",
            Id = "id",
            Object = properties,
            PropertyDependencies = { ["a"] = new() { Urns = { "other" } } },
            Result = Result.Skip,
        };

        var encoded = EncodedRegisterResourceResponse.Parser.ParseFrom(response.ToByteArray());

        Assert.Equal(("urn", "id", Result.Skip), (encoded.Urn, encoded.Id, encoded.Result));
        Assert.Equal(response.PropertyDependencies, encoded.PropertyDependencies);
        Assert.Equal(properties, Struct.Parser.ParseFrom(encoded.Object));
    }

    private static Value ToMessage(EncodedValue value) =>
        value.KindCase switch
        {
            Value.KindOneofCase.StringValue => Value.ForString(value.StringValue),
            Value.KindOneofCase.NumberValue => Value.ForNumber(value.NumberValue),
            Value.KindOneofCase.BoolValue => Value.ForBool(value.BoolValue),
            Value.KindOneofCase.ListValue => Value.ForList([.. value.Elements.Select(ToMessage)]),
            Value.KindOneofCase.StructValue => Value.ForStruct(
                new Struct { Fields = { value.Fields.ToDictionary(field => field.Key, field => ToMessage(field.Value)) } }
            ),
            _ => Value.ForNull(),
        };
}
