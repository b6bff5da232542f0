using Infra.Simulator.Api.Decoding;

namespace Infra.Simulator.Tests.Api.Decoding;

/// <summary>How quantities of requests are stored.</summary>
public sealed class QuantityTextTests
{
    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.25", "250m")]
    [InlineData("0.125", "125m")]
    [InlineData("1.001", "1.001")]
    [InlineData("1.500", "1.500")]
    [InlineData("+5", "+5")]
    [InlineData("+5Gi", "+5Gi")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("12E2", "1200")]
    public void Read_ATextThatLooksCanonical_KeepsIt(string text, string stored) =>
        Assert.Equal(stored, QuantityText.Read(text, isResourceList: false));

    [Theory]
    [InlineData("100n", "1m")]
    [InlineData("1u", "1m")]
    [InlineData("0.0005", "1m")]
    [InlineData("1.0001", "1001m")]
    [InlineData("-1u", "-1m")]
    [InlineData("1e-6", "1e-3")]
    [InlineData("1m", "1m")]
    public void Read_InAListOfResources_RoundsUpToThousandths(string text, string stored) =>
        Assert.Equal(stored, QuantityText.Read(text, isResourceList: true));

    [Theory]
    [InlineData("", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1 Gi", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1mi", "unable to parse quantity's suffix")]
    [InlineData("1e", "unable to parse quantity's suffix")]
    public void Read_ATextThatIsNone_SaysWhy(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<DecodingException>(() => QuantityText.Read(text, isResourceList: false)).Message);
}
