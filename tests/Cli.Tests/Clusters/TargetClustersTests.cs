using System.Text.Json.Nodes;
using Infra.Cli;
using Infra.Cli.Clusters;

namespace Cli.Tests.Clusters;

/// <summary>The program's answer to which clusters a stack deploys to.</summary>
public sealed class TargetClustersTests
{
    [Theory]
    [InlineData("""{ "clusters": [{ "simulated": "dev" }] }""", new[] { "dev" }, false)]
    [InlineData(
        """{ "clusters": [{ "name": "eu", "simulated": "dev-eu" }, { "name": "us", "kind": "existing" }] }""",
        new[] { "dev-eu" },
        true
    )]
    [InlineData(
        """{ "clusters": [{ "simulated": "b" }, { "simulated": "a" }, { "simulated": "b" }], "later": 1 }""",
        new[] { "b", "a" },
        false
    )]
    [InlineData("""{ "clusters": [{ "kind": "existing" }] }""", new string[0], true)]
    [InlineData("""{ "clusters": [] }""", new string[0], false)]
    public void Parse_ListsSimulatedClustersOnce_AndWhetherThereAreOthers(string answer, string[] simulated, bool hasOthers)
    {
        var targets = TargetClusters.Parse(JsonNode.Parse(answer)!.AsObject());

        Assert.Equal(simulated, targets.Simulated);
        Assert.Equal(hasOthers, targets.HasOthers);
    }

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
