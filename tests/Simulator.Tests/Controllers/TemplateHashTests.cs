using Infra.Simulator.Controllers.Hashing;

namespace Infra.Simulator.Tests.Controllers;

public sealed class TemplateHashTests
{
    private const string NoDecimal = "d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>}";

    private const string HundredTebibytes =
        "d:(resource.infDecAmount){Dec:(*inf.Dec){unscaled:(big.Int){neg:(bool)false abs:(big.nat)[8568098291072368640 5960]} "
        + "scale:(inf.Scale)9}}";

    [Theory]
    [InlineData("100m", 100L, -3, NoDecimal, "100m", "DecimalSI")]
    [InlineData("128Mi", 134217728L, 0, NoDecimal, "", "BinarySI")]
    [InlineData("100Ti", 0L, 0, HundredTebibytes, "", "BinarySI")]
    public void Dump_Quantity_WritesTheFieldsOfGo(string text, long value, int scale, string dec, string cached, string format) =>
        Assert.Equal(
            $"{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} {dec} s:(string){cached} "
                + $"Format:(resource.Format){format}}}",
            GoQuantity.Dump(text)
        );

    [Fact]
    public void Encode_Text_EscapesLikeGo() =>
        Assert.Equal(
            """{"a":"\u003c\u0026\u003e\u2028\t\"é","b":[1,null]}""",
            System.Text.Encoding.UTF8.GetString(
                GoJson.Encode(System.Text.Json.Nodes.JsonNode.Parse("""{"b":[1,null],"a":"<&>\u2028\t\"é"}""")!)
            )
        );
}
