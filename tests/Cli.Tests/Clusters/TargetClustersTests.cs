using System.Text.Json.Nodes;
using Infra.Cli;
using Infra.Cli.Clusters;

namespace Cli.Tests.Clusters;

/// <summary>The program's answer to which clusters a stack deploys to.</summary>
public sealed class TargetClustersTests
{
    [Theory]
    [InlineData("""{ "clusters": [{ "simulated": "dev" }] }""", new[] { "dev" })]
    [InlineData("""{ "clusters": [{ "name": "eu", "simulated": "dev-eu" }, { "name": "us", "kind": "existing" }] }""", new[] { "dev-eu" })]
    [InlineData("""{ "clusters": [{ "simulated": "b" }, { "simulated": "a" }, { "simulated": "b" }], "later": 1 }""", new[] { "b", "a" })]
    [InlineData("""{ "clusters": [{ "kind": "existing" }] }""", new string[0])]
    [InlineData("""{ "clusters": [] }""", new string[0])]
    public void Parse_ListsEachSimulatedClusterOnce(string answer, string[] simulated) =>
        Assert.Equal(simulated, TargetClusters.Parse(JsonNode.Parse(answer)!.AsObject()).Simulated);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "clusters": "dev" }""")]
    [InlineData("""{ "clusters": ["dev"] }""")]
    [InlineData("""{ "clusters": [{ "simulated": 1 }] }""")]
    public void Parse_AnAnswerAgainstTheContract_FailsWithTheAnswer(string answer) =>
        Assert.Contains(
            "answered the query 'clusters'",
            Assert.Throws<UsageException>(() => TargetClusters.Parse(JsonNode.Parse(answer)!.AsObject())).Message,
            StringComparison.Ordinal
        );
}
