using Infra.Backend.Planning.Rehearsals;
using Infra.Tests.Documentation;

namespace Infra.Tests.Rehearsals;

/// <summary>What a scenario leaves out is resolved from the stack, or has a default that is named.</summary>
public sealed class RehearsalPlannerTests : IDisposable
{
    private readonly RehearsalProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void AScenarioWithoutSettings_HasEveryServiceAndStoreOfTheStack()
    {
        var plan = _project.Plan("");

        Assert.Equal(
            ["orders-db", "catalog", "mails", "orders", "gateway"],
            plan.Services.Select(service => service.Behaviour.Service).OrderBy(name => name == "orders-db" ? 0 : 1).ThenBy(Position)
        );
        Assert.Equal(TimeSpan.FromMinutes(30), plan.Duration);
        Assert.Empty(plan.Loads);

        static int Position(string name) => Array.IndexOf(["orders-db", "catalog", "mails", "orders", "gateway"], name);
    }

    [Fact]
    public void CallsThatAreNotWritten_AreOneOfEachServiceAndStoreThatTheStackRuns()
    {
        var plan = _project.Plan("");

        Assert.Equal(["catalog", "orders"], CallsOf(plan, "gateway"));
        Assert.Equal(["orders-db"], CallsOf(plan, "orders"));
    }

    [Fact]
    public void TheConcurrency_IsThatOfTheRoute_UnlessItIsWritten()
    {
        Assert.Equal(50, Service(_project.Plan(""), "catalog").Behaviour.Concurrency);
        Assert.Equal(7, Service(_project.Plan("services: {catalog: {concurrency: 7}}"), "catalog").Behaviour.Concurrency);
        Assert.Equal(100, Service(_project.Plan(""), "orders").Behaviour.Concurrency);
    }

    [Fact]
    public void TheDetection_IsThatOfHaproxy_OfServicesBehindIt()
    {
        var plan = _project.Plan(
            "",
            """
            config:
              infra:faultTolerance: development
              infra:loadBalancing: haproxy
              infra:services: {catalog: {traffic: {hosts: [shop.example.com]}, health: {detectWithin: 12s}}}
            """
        );

        Assert.Equal(TimeSpan.FromSeconds(12), Service(plan, "catalog").Detection);
        Assert.Null(Service(plan, "orders").Detection);
        Assert.Equal(PlannedBalancing.RoundRobin, Service(plan, "catalog").Behaviour.Balancing);
    }

    [Fact]
    public void Pools_AreThoseOfTheScenarioOverThoseOfTheCluster()
    {
        var plan = _project.Plan(
            "pools: {general: {nodes: {min: 2, max: 9}, price: 0.5}}",
            """
            config:
              infra:faultTolerance: development
              infra:cluster: {kind: simulated, pools: {general: {count: 4, cpu: 2, memory: 4Gi, zones: [x, y]}, batch: {count: 1, taints: [{key: a, value: b}]}}}
            """
        );

        Assert.Equal(["batch", "general"], plan.Pools.Select(pool => pool.Name).Order());
        var (general, batch) = (plan.Pools.Single(pool => pool.Name == "general"), plan.Pools.Single(pool => pool.Name == "batch"));
        Assert.Equal((2, 2, 9, 0.5), (general.Initial, general.Min, general.Max, general.Price));
        Assert.Equal(["x", "y"], general.Zones);
        Assert.Equal(1.93, general.Cores, 0.0001);
        Assert.Equal((1, 1, 1), (batch.Initial, batch.Min, batch.Max));
        Assert.Equal(["a=b:NoSchedule"], batch.Taints);
    }

    [Fact]
    public void Allocatable_IsTakenAsItIsWritten() =>
        Assert.Equal(
            (3.5, 8.0 * 1024 * 1024 * 1024),
            _project
                .Plan("pools: {general: {allocatable: {cpu: 3500m, memory: 8Gi}}}")
                .Pools.Select(pool => (pool.Cores, pool.Memory))
                .Single()
        );

    [Theory]
    [InlineData(1, 0.94)]
    [InlineData(2, 1.93)]
    [InlineData(4, 3.92)]
    [InlineData(8, 7.91)]
    [InlineData(16, 15.89)]
    public void OfCores_LeavesWhatTheKubeletKeeps(double machine, double allocatable) =>
        Assert.Equal(allocatable, NodeAllocatable.OfCores(machine), 0.0001);

    [Theory]
    [InlineData(0.5, 0.5 - 255.0 / 1024)]
    [InlineData(4, 3)]
    [InlineData(8, 8 - 1.8)]
    [InlineData(16, 16 - 2.6)]
    [InlineData(128, 128 - 9.32)]
    [InlineData(256, 256 - 11.88)]
    public void OfMemory_LeavesWhatTheKubeletKeepsAndEvictsFor(double gibibytes, double expected) =>
        Assert.Equal(
            Math.Max(0, expected - 100.0 / 1024),
            NodeAllocatable.OfMemory(gibibytes * Math.Pow(1024, 3)) / Math.Pow(1024, 3),
            0.0001
        );

    [Fact]
    public void Expectations_AreThoseOfTheCatalogue_UnlessTheScenarioHasItsOwn()
    {
        var plan = _project.Plan("expect: {pending: 1m, services: {gateway: {availability: 99, min: 1}}}");

        Assert.Contains(new PlannedAvailability("gateway", 99, "stacks/rehearsals/tried.yaml:1"), plan.Expectations);
        Assert.Contains(new PlannedMinimum("gateway", 1, "stacks/rehearsals/tried.yaml:1"), plan.Expectations);
        var latency = Assert.Single(plan.Expectations.OfType<PlannedLatency>());
        Assert.Equal(("gateway", TimeSpan.FromMilliseconds(500), 99), (latency.Service, latency.Under, latency.Percent));
        Assert.StartsWith("stacks/services.yaml:", latency.Source, StringComparison.Ordinal);
        Assert.Contains(new PlannedMinimum("catalog", 3, "the stack's fault tolerance"), plan.Expectations);
        Assert.Contains(new PlannedPending(TimeSpan.FromMinutes(1), "stacks/rehearsals/tried.yaml:1"), plan.Expectations);
    }

    [Fact]
    public void EveryDefaultOfAService_IsNamed()
    {
        var plan = _project.Plan("services: {catalog: {cpu: 2ms}}");

        Assert.Contains(
            new PlannedAssumption("catalog", "cpu per request", "2ms", PlannedOrigin.Declared, "stacks/rehearsals/tried.yaml:1"),
            plan.Assumptions
        );
        Assert.Contains(
            new PlannedAssumption("orders", "cpu per request", "5ms", PlannedOrigin.Default, "default of rehearsals"),
            plan.Assumptions
        );
        Assert.Contains(plan.Assumptions, assumption => assumption is { Subject: "gateway", Name: "calls of orders per request" });
    }

    [Fact]
    public void AWave_IsHighestAtItsPeakAndLowestHalfAPeriodLater()
    {
        var load = _project.Plan("duration: 24h\nload: {gateway: {wave: {low: 10, high: 90, peakAt: 14h}}}").Loads.Single();

        Assert.Equal(90, load.Rate.Single(rate => rate.At == TimeSpan.FromHours(14)).PerSecond, 0.001);
        Assert.Equal(10, load.Rate.Single(rate => rate.At == TimeSpan.FromHours(2)).PerSecond, 0.001);
        Assert.True(load.Rate[^1].At >= TimeSpan.FromHours(23.7));
    }

    [Fact]
    public void ARecordedLoad_IsReadFromItsFile()
    {
        _project.Write("day.csv", "seconds,rps\n0,10\n60,25.5\n3600,0\n");

        var plan = _project.Plan("load: {gateway: {file: day.csv}}");

        Assert.Equal([(0.0, 10.0), (60, 25.5), (3600, 0)], plan.Loads.Single().Rate.Select(rate => (rate.At.TotalSeconds, rate.PerSecond)));
        Assert.Equal(TimeSpan.FromMinutes(75), plan.Duration);
    }

    [Fact]
    public void AFaultWithoutAnEnd_DoesNotMakeTheRehearsalEndless() =>
        Assert.Equal(TimeSpan.FromDays(7), _project.Plan("faults: [{at: 0m, lose: node, for: 10000d}]").Duration);

    [Fact]
    public void Faults_AreInTheOrderOfTime()
    {
        var plan = _project.Plan(
            """
            faults:
              - {at: 20m, drain: 2 nodes of default, for: 5m}
              - {at: 10m, lose: zone b, for: 20m}
              - {at: 15m, lose: node}
              - {at: 25m, kill: {catalog: 2}}
              - {at: 26m, deploy: {catalog: "1.5.0", fails: readiness, rollBack: 10m}}
            """
        );

        Assert.Equal(
            [
                new PlannedZoneLoss(TimeSpan.FromMinutes(10), "b", TimeSpan.FromMinutes(20)),
                new PlannedNodeLoss(TimeSpan.FromMinutes(15), 1, null, null),
                new PlannedNodeDrain(TimeSpan.FromMinutes(20), 2, "default", TimeSpan.FromMinutes(5)),
                new PlannedPodKill(TimeSpan.FromMinutes(25), "catalog", 2),
                new PlannedRollout(TimeSpan.FromMinutes(26), "catalog", "1.5.0", PlannedFailure.Readiness, TimeSpan.FromMinutes(10)),
            ],
            plan.Faults
        );
        Assert.Equal(TimeSpan.FromMinutes(45), plan.Duration);
    }

    [Fact]
    public void TheExampleOfTheDocumentation_IsRead() =>
        Assert.Single(
            _project.Plan(RehearsalTopic.Rehearsals.Example.Replace("  catalog: {rate", "  gateway: {rate", StringComparison.Ordinal)).Loads
        );

    private static PlannedLoadedService Service(PlannedRehearsal plan, string name) =>
        plan.Services.Single(service => service.Behaviour.Service == name);

    private static IEnumerable<string> CallsOf(PlannedRehearsal plan, string name) =>
        Service(plan, name).Behaviour.Calls.Select(call => call.Service);
}
