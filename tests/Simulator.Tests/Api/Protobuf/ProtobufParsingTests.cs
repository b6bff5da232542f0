using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Api.Protobuf;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Tests.Api.Protobuf;

public sealed class ProtobufParsingTests
{
    private static readonly ProtobufParsing _parsing = new(BuiltInKinds.Load());

    [Fact]
    public void Parse_JsonWithDuplicateKeys_TheLastWins()
    {
        var data = ParseData("""{"a":1,"b":{"c":1,"c":2},"a":[true,1.5]}""");

        Assert.Equal("""{"a":[true,1.5],"b":{"c":2}}""", data!.ToJsonString());
    }

    [Theory]
    [InlineData("{\"a\":1", "unexpected end of JSON input")]
    [InlineData("{a:1}", "invalid character 'a' looking for beginning of object key string")]
    [InlineData("{} {}", "invalid character '{' after top-level value")]
    public void Parse_TextThatIsNotJson_IsRefused(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<DecodingException>(() => ParseData(text)).Message);

    [Fact]
    public void Parse_JsonNestedTooDeep_IsRefused() =>
        Assert.Throws<DecodingException>(() => ParseData(new string('[', 100_000) + new string(']', 100_000)));

    /// <summary>Parses the text as the data of a ControllerRevision, a field for any JSON.</summary>
    private static JsonNode? ParseData(string text)
    {
        const int Data = 2;
        var envelope = new ProtobufWriter();
        envelope.Message(1, meta =>
        {
            meta.Text(1, "apps/v1");
            meta.Text(2, "ControllerRevision");
        });
        envelope.Message(2, raw => raw.Message(Data, data => data.Bytes(1, Encoding.UTF8.GetBytes(text))));
        return _parsing.Parse([.. "k8s\0"u8, .. envelope.Written])["data"];
    }
}
