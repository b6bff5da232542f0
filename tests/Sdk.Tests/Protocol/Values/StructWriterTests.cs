using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class StructWriterTests
{
    [Fact]
    public void AnyStruct_IsWrittenLikeItsMessage() =>
        StructGenerator.AnyStruct.Sample(
            message =>
            {
                using var writer = new StructWriter();

                Write(writer, message);

                return message.Equals(Struct.Parser.ParseFrom(writer.ToArray())) && message.CalculateSize() == writer.ToArray().Length;
            },
            iter: 800,
            print: message => Convert.ToHexString(message.ToByteArray())
        );

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(3_000_000)]
    public void Blocks_OfAnySize_HaveTheirLength(int size)
    {
        var message = new Struct { Fields = { ["list"] = Value.ForList(Value.ForString(new string('ä', size / 2)), Value.ForNull()) } };
        using var writer = new StructWriter();

        Write(writer, message);

        Assert.Equal(message.ToByteArray(), writer.ToArray());
    }

    [Fact]
    public void DropField_RemovesEverythingWrittenSince()
    {
        using var writer = new StructWriter();
        Write(writer, new Struct { Fields = { ["kept"] = Value.ForBool(true) } });

        var dropped = writer.BeginField("dropped");
        writer.BeginStruct();
        writer.WriteString(new string('x', 10_000));
        writer.DropField(dropped);

        Assert.Equal("""{ "kept": true }""", Struct.Parser.ParseFrom(writer.ToArray()).ToString());
    }

    private static void Write(StructWriter writer, Struct message)
    {
        foreach (var (name, value) in message.Fields)
        {
            var field = writer.BeginField(name);
            Write(writer, value);
            writer.EndField(field);
        }
    }

    private static void Write(StructWriter writer, Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                writer.WriteString(value.StringValue);
                break;
            case Value.KindOneofCase.NumberValue:
                writer.WriteNumber(value.NumberValue);
                break;
            case Value.KindOneofCase.BoolValue:
                writer.WriteBool(value.BoolValue);
                break;
            case Value.KindOneofCase.StructValue:
                var fields = writer.BeginStruct();
                Write(writer, value.StructValue);
                writer.End(fields);
                break;
            case Value.KindOneofCase.ListValue:
                var list = writer.BeginList();
                foreach (var item in value.ListValue.Values)
                {
                    var element = writer.BeginElement();
                    Write(writer, item);
                    writer.End(element);
                }

                writer.End(list);
                break;
            default:
                writer.WriteNull();
                break;
        }
    }
}
