using Infra.Rehearsal.Questions;

namespace Rehearsal.Tests.Questions;

/// <summary>The values of a sweep are those that are written, or the numbers of a range in their unit.</summary>
public sealed class SweepValuesTests
{
    [Theory]
    [InlineData("4..8", "4|5|6|7|8")]
    [InlineData("4..8:2", "4|6|8")]
    [InlineData("4..9:2", "4|6|8")]
    [InlineData("250m..1000m:250m", "250m|500m|750m|1000m")]
    [InlineData("0..2Gi", "0Gi|1Gi|2Gi")]
    [InlineData("0.1..0.3:0.1", "0.1|0.2|0.3")]
    [InlineData("-1..1", "-1|0|1")]
    [InlineData("7..7", "7")]
    [InlineData("small, medium,large", "small|medium|large")]
    [InlineData("4", "4")]
    public void Parse_ARangeOrAList_HasItsValues(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SweepValues.Parse(text)));

    [Theory]
    [InlineData("", "empty value")]
    [InlineData("4,,5", "empty value")]
    [InlineData("4,4", "a value twice")]
    [InlineData("8..4", "does not rise")]
    [InlineData("4..8:0", "does not rise")]
    [InlineData("4..8:-1", "does not rise")]
    [InlineData("4m..8", "different units")]
    [InlineData("4..8Mi:1Gi", "different units")]
    [InlineData("a..b", "'a' in 'a..b' is not a number")]
    [InlineData("4..", "'' in '4..' is not a number")]
    [InlineData("1..1000", "more than 64 values")]
    [InlineData("1..79228162514264337593543950335", "more than 64 values")]
    public void Parse_AnythingElse_SaysWhatIsWrong(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => SweepValues.Parse(text)).Message, StringComparison.Ordinal);
}
