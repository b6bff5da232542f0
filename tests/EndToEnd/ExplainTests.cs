using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary><c>infra explain</c>, without a cluster.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task Explain_AService_ShowsEachDecisionWithItsReasonAndPlace()
    {
        await using var sandbox = Sandbox.OfRepository();

        var table = (await sandbox.InfraAsync("explain", "orders", "--stack", "prod")).ShouldSucceed().Output;

        Assert.All(table.Split('\n').Where(line => line.StartsWith(' ')), reason => Assert.InRange(reason.Length, 0, 80));
        Assert.Matches(@"(?m)^scaling\.min +3\n    set \(stacks/Pulumi\.prod\.yaml:\d+\)$", table);
        Assert.Matches(@"(?m)^terminationGracePeriodSeconds +35\n    rule: drain \+ finish$", table);
        Assert.Matches(@"(?m)^placement\.zones +required\n    fault tolerance 'critical': .*\s+\(stacks/Pulumi\.prod\.yaml:\d+\)$", table);
        Assert.Matches(@"(?m)^resourceQuota\.requests\.cpu +adds ", table);
        Assert.Matches(@"(?m)^traffic\.algorithm +random\n    kube-proxy", table);
        Assert.False(Directory.Exists(Path.Combine(sandbox.Directory, ".infra", "clusters")));
    }

    [Fact]
    public async Task Explain_AsJson_IsAListOfDecisions()
    {
        await using var sandbox = Sandbox.OfRepository();

        var decisions = JsonNode
            .Parse((await sandbox.InfraAsync("explain", "reports", "--stack", "dev", "--json")).ShouldSucceed().Output)!
            .AsArray();

        var kind = Assert.Single(decisions, decision => decision!["setting"]!.GetValue<string>() == "kind")!;
        Assert.Equal(("cron", "set"), (kind["value"]!.GetValue<string>(), kind["reason"]!.GetValue<string>()));
        Assert.Matches(@"^stacks/services\.yaml:\d+$", kind["place"]!.GetValue<string>());
        Assert.Contains(decisions, decision => decision!["setting"]!.GetValue<string>() == "schedule.concurrency");
    }

    [Fact]
    public async Task Explain_AnUnknownService_SuggestsTheNearest()
    {
        await using var sandbox = Sandbox.OfRepository();

        var result = (await sandbox.InfraAsync("explain", "odrers", "--stack", "dev")).ShouldExitWith(1).ShouldShowNoStackTrace();

        Assert.Contains("no service 'odrers'; did you mean 'orders'?", result.Errors, StringComparison.Ordinal);
    }
}
