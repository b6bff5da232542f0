namespace Infra.PolicyPacks.Tests;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("minimun", "; did you mean 'minimum'?")]
    [InlineData("Mniimum", "; did you mean 'minimum'?")]
    [InlineData("MINIMUM", "; did you mean 'minimum'?")]
    [InlineData("cup", "; did you mean 'cpu'?")]
    // Three letters of three differ.
    [InlineData("xyz", "")]
    public void For_MisspeltName_SuggestsASimilarOne(string name, string suggestion) =>
        Assert.Equal(suggestion, Suggestion.For(name, ["cpu", "minimum", "maximum"]));

    [Fact]
    public void For_NoCandidates_IsEmpty() => Assert.Equal("", Suggestion.For("cpu", []));
}
