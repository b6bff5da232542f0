using System.Text.Json.Nodes;

namespace Likeness.Kubernetes.Comparison;

public sealed class AnswerComparisonTests
{
    [Theory]
    [InlineData("""{"a":"<uid>"}""", """{"a":"2976ec41-3193-4ec3-9839-295febfa75a0"}""")]
    [InlineData("""{"a":"<port>"}""", """{"a":30000}""")]
    [InlineData("""{"k:<uid>":{}}""", """{"k:2976ec41-3193-4ec3-9839-295febfa75a0":{}}""")]
    [InlineData("""{"a":"x-<suffix> at <time>"}""", """{"a":"x-bcdfg at 2026-01-01T00:00:00Z"}""")]
    public void Compare_APlaceholder_MatchesAnyValueOfItsForm(string recorded, string received) =>
        Assert.Empty(Differences(recorded, received));

    [Theory]
    [InlineData("""{"a":"<port>"}""", """{"a":"30000"}""", ".a")]
    [InlineData("""{"a":"<port>"}""", """{"a":32800}""", ".a")]
    [InlineData("""{"a":"<uid>"}""", """{"a":"x"}""", ".a")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", " order of keys")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", ".a[1]")]
    [InlineData("""{"a":null}""", "{}", ".a")]
    public void Compare_AnotherValue_IsADifference(string recorded, string received, string place) =>
        Assert.Equal(place, Assert.Single(Differences(recorded, received)).Place);

    [Theory]
    [InlineData(".goVersion", "go1.26", "go1.25", 0)]
    [InlineData(".paths.api/v1.serverRelativeURL", "/openapi/v3/api/v1?hash=AB", "/openapi/v3/api/v1?hash=CD", 0)]
    [InlineData(".gitVersion", "v1.36.2", "v1.36.1", 1)]
    [InlineData(".goVersion", "go1.26", Difference.Absent, 1)]
    public void LeaveOut_ValuesOfTheBuild_NeedNotBeEqual(string place, string recorded, string received, int expected) =>
        Assert.Equal(expected, BuildValues.LeaveOut([new Difference(place, recorded, received)]).Count);

    private static List<Difference> Differences(string recorded, string received)
    {
        var differences = new List<Difference>();
        AnswerComparison.Compare(JsonNode.Parse(recorded), JsonNode.Parse(received), "", differences);
        return differences;
    }
}
