using Infra.Kubernetes;

namespace Kubernetes.Tests;

public sealed class IntOrPercentTests
{
    [Theory]
    [InlineData("25%", 10, 3, 2)]
    [InlineData("3", 10, 3, 3)]
    [InlineData("100%", 7, 7, 7)]
    [InlineData("900%", 2, 18, 18)]
    [InlineData("29%", 100, 29, 29)]
    [InlineData("0%", 10, 0, 0)]
    [InlineData("-1", 10, -1, -1)]
    [InlineData("33%", 2_147_483_647, 708_669_604, 708_669_603)]
    public void Resolve_RoundsAsAsked(string text, int total, int up, int down)
    {
        var value = IntOrPercent.Parse(text);
        Assert.Equal((up, down, text), (value.ResolveUp(total), value.ResolveDown(total), value.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("half")]
    [InlineData("1.5%")]
    [InlineData("25 %")]
    [InlineData("99999999999")]
    public void Parse_AnythingElse_IsRefused(string text)
    {
        Assert.False(IntOrPercent.TryParse(text, out _));
        Assert.Throws<FormatException>(() => IntOrPercent.Parse(text));
    }
}
