using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Rehearsal.Tests.Reports;

namespace Rehearsal.Tests.Plans;

/// <summary>The answer that docs/program-contract.md shows is what the rehearsal reads.</summary>
public sealed partial class PlanReaderTests
{
    private static readonly ClusterRehearsal _shown = PlanReader.Read(FindExample())[0];

    [Fact]
    public void Read_Services_HaveTheirWorkloads()
    {
        var service = Assert.Single(_shown.Services);
        Assert.Equal(("web", "shop", "Deployment", true), (service.Name, service.Namespace, service.WorkloadKind, service.IsExposed));
        Assert.Equal(0.1, service.Workloads["web-canary"]);
    }

    [Fact]
    public void Read_Pools_HaveTheirSizes()
    {
        var pool = Assert.Single(_shown.Plan.Pools);
        Assert.Equal((7.91, 3, 12, 0.38), (pool.Cores, pool.Min, pool.Max, pool.Price));
        Assert.Equal(TimeSpan.FromSeconds(90), pool.StartUp);
        Assert.Equal(["dedicated=batch:NoSchedule"], pool.Taints);
        Assert.Null(pool.Runtimes);
    }

    [Fact]
    public void Read_Behaviour_HasTimesAndCalls()
    {
        var behaviour = Assert.Single(_shown.Plan.Services).Behaviour;
        Assert.Equal((TimeSpan.FromMilliseconds(9), Balancing.Random), (behaviour.Cpu, behaviour.Balancing));
        Assert.Equal([new Call("db", 1.2, new ClientBehaviour(TimeSpan.FromSeconds(30), 0, TimeSpan.Zero))], behaviour.Calls);
        Assert.Null(behaviour.Queue);
    }

    [Fact]
    public void Read_FaultsAndExpectations_HaveTheirTypes()
    {
        Assert.Equal(
            [
                new ZoneLoss(TimeSpan.FromMinutes(30), "b", TimeSpan.FromMinutes(20)),
                new NodeLoss(TimeSpan.FromSeconds(1900), 1, null, null),
                new NodeDrain(TimeSpan.FromSeconds(2000), 2, "general", null),
                new PodKill(TimeSpan.FromSeconds(2100), "web", 1),
                new Rollout(TimeSpan.FromSeconds(2200), "web", "1.5.0", RolloutFailure.Readiness, TimeSpan.FromMinutes(10)),
            ],
            _shown.Plan.Faults
        );
        Assert.Equal(6, _shown.Plan.Expectations.Count);
        Assert.Contains(new CostExpectation(2500, "stacks/rehearsals/campaign.yaml:30"), _shown.Plan.Expectations);
        Assert.Contains(
            new Assumption("web", "cpu per request", "9ms", AssumptionOrigin.Declared, "stacks/rehearsals/campaign.yaml:4"),
            _shown.Plan.Assumptions
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"clusters": []}""")]
    [InlineData("""{"clusters": [{"name": "a"}]}""")]
    [InlineData("""{"clusters": 7}""")]
    public void Read_SomethingElse_IsAnError(string answer) =>
        Assert.Throws<FormatException>(() => PlanReader.Read(JsonNode.Parse(answer)!.AsObject()));

    private static JsonObject FindExample()
    {
        var page = File.ReadAllText(Golden.PathOf("docs", "program-contract.md"));
        return JsonNode
            .Parse(Example().Matches(page).Single(match => match.Value.Contains("\"plan\"", StringComparison.Ordinal)).Groups[1].Value)!
            .AsObject();
    }

    [GeneratedRegex("```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
