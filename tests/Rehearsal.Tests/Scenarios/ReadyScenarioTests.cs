using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Scenarios;

namespace Rehearsal.Tests.Scenarios;

/// <summary>A ready-made scenario keeps what a plan says of the stack, and replaces what happens.</summary>
public sealed class ReadyScenarioTests
{
    private static readonly RehearsalPlan _plan = new()
    {
        Scenario = "campaign",
        Duration = TimeSpan.FromHours(1),
        Pools = [Pool("general", 3, "a", "b"), Pool("batch", 1, "b"), Pool("empty", 0, "b")],
        Services = [Service("web"), Service("db")],
        Loads =
        [
            new LoadPlan("web", [new RatePoint(TimeSpan.Zero, 40), new RatePoint(TimeSpan.FromMinutes(5), 600)], ClientBehaviour.Patient),
        ],
        Faults = [new PodKill(TimeSpan.Zero, "web", 1)],
        Expectations = [new PendingExpectation(TimeSpan.FromMinutes(2), "default")],
    };

    public static TheoryData<string> Names => [.. ReadyScenario.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_KeepsPoolsServicesAndExpectations_AndEndsAfterTheLastEvent(string name)
    {
        var plan = Find(name).Apply(_plan);

        Assert.Equal(name, plan.Scenario);
        Assert.Same(_plan.Pools, plan.Pools);
        Assert.Same(_plan.Services, plan.Services);
        Assert.Same(_plan.Expectations, plan.Expectations);
        Assert.DoesNotContain(plan.Faults, fault => fault is PodKill);
        Assert.All(plan.Faults, fault => Assert.True(fault.At < plan.Duration));
        Assert.All(plan.Loads, load => Assert.All(load.Rate, point => Assert.True(point.At <= plan.Duration)));
    }

    [Fact]
    public void Apply_ZoneLoss_LosesEachZoneOnce() =>
        Assert.Equal(["a", "b"], Find("zone-loss").Apply(_plan).Faults.Cast<ZoneLoss>().Select(fault => fault.Zone));

    [Fact]
    public void Apply_NodeLoss_LosesANodeOfEachPoolThatHasOne() =>
        Assert.Equal(["general", "batch"], Find("node-loss").Apply(_plan).Faults.Cast<NodeLoss>().Select(fault => fault.Pool));

    [Fact]
    public void Apply_Drain_DrainsAllNodesThatAPoolMayHave()
    {
        var plan = Find("drain").Apply(_plan with { Pools = [Pool("general", 1, "a") with { Max = 4 }] });

        Assert.Equal(4, Assert.IsType<NodeDrain>(Assert.Single(plan.Faults)).Count);
        Assert.True(plan.Duration >= 4 * TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Apply_ZoneLoss_HasTheHighestLoadThroughout() =>
        Assert.Equal([new RatePoint(TimeSpan.Zero, 600)], Find("zone-loss").Apply(_plan).Loads.Single().Rate);

    [Fact]
    public void Apply_Peak_RisesAtOnceFromTheLowestToTheHighestRate()
    {
        var load = Find("peak").Apply(_plan).Loads.Single();

        Assert.Equal(40, load.RateAt(TimeSpan.FromMinutes(4.9)));
        Assert.Equal(600, load.RateAt(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Apply_Day_IsHighestAt14AndLowestAt2()
    {
        var load = Find("day").Apply(_plan).Loads.Single();

        Assert.Equal(600, load.RateAt(TimeSpan.FromHours(14)), 0.001);
        Assert.Equal(40, load.RateAt(TimeSpan.FromHours(2)), 0.001);
    }

    [Fact]
    public void Apply_BadRollout_DeploysEachServiceAndRollsItBackBeforeTheNext()
    {
        var rollouts = Find("bad-rollout").Apply(_plan).Faults.Cast<Rollout>().ToArray();

        Assert.Equal(["web", "db"], rollouts.Select(rollout => rollout.Service));
        Assert.All(rollouts, rollout => Assert.Equal(RolloutFailure.Readiness, rollout.Failure));
        Assert.True(rollouts[0].At + rollouts[0].RollBackAfter < rollouts[1].At);
    }

    private static ReadyScenario Find(string name) => ReadyScenario.All.Single(scenario => scenario.Name == name);

    private static PoolPlan Pool(string name, int nodes, params string[] zones) =>
        new()
        {
            Name = name,
            Cores = 8,
            Memory = 32e9,
            Initial = nodes,
            Min = nodes,
            Max = nodes,
            Zones = zones,
        };

    private static ServiceLoadPlan Service(string name) =>
        new()
        {
            Behaviour = new ServiceBehaviour
            {
                Service = name,
                Cpu = TimeSpan.FromMilliseconds(1),
                Concurrency = 10,
            },
        };
}
