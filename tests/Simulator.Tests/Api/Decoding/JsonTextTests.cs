using System.Text;
using Infra.Simulator.Api.Decoding;

namespace Infra.Simulator.Tests.Api.Decoding;

public class JsonTextTests
{
    [Theory]
    [InlineData("""\ud83d\ude00""", "\ud83d\ude00")]
    [InlineData("""a\ud800""", "a\ufffd")]
    [InlineData("""\udc00\n\/b""", "\ufffd\n/b")]
    [InlineData("""\ud800\ud83d\ude00""", "\ufffd\ud83d\ude00")]
    public void Parse_SurrogatesWithoutTheOther_BecomeReplacementCharacters(string escaped, string expected) =>
        Assert.Equal(expected, JsonParsing.Parse(Encoding.UTF8.GetBytes($"\"{escaped}\""), [])!.GetValue<string>());

    [Fact]
    public void Parse_BytesThatAreNotUtf8_BecomeReplacementCharacters() =>
        Assert.Equal("\ufffd\n", JsonParsing.Parse([(byte)'"', 0xFF, (byte)'\\', (byte)'n', (byte)'"'], [])!.GetValue<string>());
}
