using Infra.Simulator.Controllers.Hashing;

namespace Infra.Simulator.Tests.Controllers;

public sealed class TemplateHashTests
{
    [Theory]
    [InlineData(
        "100m",
        "{i:(resource.int64Amount){value:(int64)100 scale:(resource.Scale)-3} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)100m Format:(resource.Format)DecimalSI}"
    )]
    [InlineData(
        "128Mi",
        "{i:(resource.int64Amount){value:(int64)134217728 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string) Format:(resource.Format)BinarySI}"
    )]
    [InlineData(
        "100Ti",
        "{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec){unscaled:(big.Int){neg:(bool)false abs:(big.nat)[8568098291072368640 5960]} scale:(inf.Scale)9}} s:(string) Format:(resource.Format)BinarySI}"
    )]
    public void Dump_Quantity_WritesTheFieldsOfGo(string text, string expected) => Assert.Equal(expected, GoQuantity.Dump(text));

    [Fact]
    public void Encode_Text_EscapesLikeGo() =>
        Assert.Equal(
            """{"a":"\u003c\u0026\u003e\u2028\t\"é","b":[1,null]}""",
            System.Text.Encoding.UTF8.GetString(
                GoJson.Encode(System.Text.Json.Nodes.JsonNode.Parse("""{"b":[1,null],"a":"<&>\u2028\t\"é"}""")!)
            )
        );
}
