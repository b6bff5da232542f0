using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Rehearsals;

/// <summary>A scenario that cannot be is refused: all errors at once, each with its place and its cure.</summary>
public sealed class RehearsalErrorTests : IDisposable
{
    private readonly RehearsalProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData(
        "load: {catalog: 40}",
        "file:1: load.catalog: the service 'catalog' is not exposed, so that no load reaches it from outside; "
            + "write the load of an exposed service that calls it ('gateway'), or expose it"
    )]
    [InlineData("load: {gatway: 40}", "file:1: load.gatway: there is no service 'gatway'; did you mean 'gateway'?")]
    [InlineData("load: {gateway: {}}", "file:1: load.gateway: there is no load; write one of 'rps', 'rate', 'wave' and 'file'")]
    [InlineData(
        "load: {gateway: {rps: 1, wave: {low: 1, high: 2}}}",
        "file:1: load.gateway: the load is given twice; write one of 'rps', 'rate', 'wave' and 'file'"
    )]
    [InlineData("load: {gateway: -1}", "file:1: load.gateway.rps: -1 is out of range; write a number from 0, as in 40")]
    [InlineData(
        "load: {gateway: {rate: [{at: 5m, rps: 1}, {at: 4m, rps: 2}]}}",
        "file:1: load.gateway.rate[1].at: it is before the time above it; order the points by time"
    )]
    [InlineData(
        "duration: 10m\nload: {gateway: {rate: [{at: 20m, rps: 1}]}}",
        "file:2: load.gateway.rate[0].at: 20m is after the end of the rehearsal, 10m; write an earlier time, or a longer 'duration'"
    )]
    [InlineData(
        "duration: 10m\nfaults: [{at: 10m, lose: node}]",
        "file:2: faults[0].at: 10m is at the end of the rehearsal, 10m; write an earlier time, or a longer 'duration'"
    )]
    [InlineData("services: {catalog: {cpu: {mean: 9ms, idle: -4}}}", "file:1: services.catalog.cpu.idle: -4 is negative; write it as 20m")]
    [InlineData(
        "services: {catalog: {threads: 1e400}}",
        "file:1: services.catalog.threads: Infinity is out of range; write the cores it can use, as in 1"
    )]
    [InlineData("load: {gateway: {rps: 1e300}}", "file:1: load.gateway.rps: 1E+300 is out of range; write a number from 0, as in 40")]
    [InlineData(
        "load: {gateway: {rps: 1, clients: {timeout: 0s}}}",
        "file:1: load.gateway.clients.timeout: no request is that fast; write it as 2s"
    )]
    [InlineData(
        "duration: 10m\nfaults: [{at: 1h, lose: node}]",
        "file:2: faults[0].at: 1h is after the end of the rehearsal, 10m; write an earlier time, or a longer 'duration'"
    )]
    [InlineData("faults: [{at: 1m, lose: zone north}]", "file:1: faults[0].lose: no node is in the zone 'north'; known here: a, b, c")]
    [InlineData("faults: [{at: 1m, lose: 2 nodes of spot}]", "file:1: faults[0].lose: there is no pool 'spot'; known here: default")]
    [InlineData(
        "faults: [{at: 1m, lose: everything}]",
        "file:1: faults[0].lose: 'everything' is not a zone or a number of nodes; "
            + "write it as 'zone b', 'node', '2 nodes' or '2 nodes of <pool>'"
    )]
    [InlineData(
        "faults: [{at: 1m}]",
        "file:1: faults[0]: nothing happens; write one of 'lose', 'drain', 'kill' and 'deploy' for each fault"
    )]
    [InlineData(
        "faults: [{at: 1m, lose: node, drain: node}]",
        "file:1: faults[0]: it is several faults; write one of 'lose', 'drain', 'kill' and 'deploy' for each fault"
    )]
    [InlineData(
        "faults: [{at: 1m, deploy: {catalog: \"2\", fails: redyness}}]",
        "file:1: faults[0].deploy.fails: 'redyness' is not a failure; did you mean 'readiness'?"
    )]
    [InlineData(
        "faults: [{at: 1m, deploy: {catalgo: \"2\"}}]",
        "file:1: faults[0].deploy.catalgo: there is no service 'catalgo'; did you mean 'catalog'?"
    )]
    [InlineData(
        "services: {remote: {cpu: 1ms}}",
        "file:1: services.remote: the store 'remote' is not run by the stack's own pods, so that it is no part of a rehearsal; "
            + "add its time to the 'latency' of the services that use it"
    )]
    [InlineData(
        "services: {catalog: {calls: {mails: 1}}}",
        "file:1: services.catalog.calls.mails: the service 'mails' has no port; remove the call"
    )]
    [InlineData(
        "services: {catalog: {cpu: {mean: 9ms, p99: 4ms}}}",
        "file:1: services.catalog.cpu.p99: 4ms is less than the mean, 9ms; write the time that 99 % of the requests need at most"
    )]
    [InlineData(
        "services: {catalog: {calls: {gateway: 1}}}",
        "file:1: services.catalog.calls: services call each other in a cycle: catalog → gateway → catalog; "
            + "remove one of the calls, or write how often a request may pass through the same service as 'callDepth', such as 3"
    )]
    [InlineData(
        "pools: {a: {nodes: {min: 5, max: 3}}}",
        "file:1: pools.a.nodes.min: 5 is more than 'max', 3; write a lower minimum or a higher maximum"
    )]
    [InlineData(
        "expect: {cost: {perMonth: 5}}",
        "file:1: expect.cost: the price of a node is not known of 'default'; write 'price', for a node and hour, at each pool"
    )]
    [InlineData(
        "expect: {services: {gateway: {availability: 101}}}",
        "file:1: expect.services.gateway.availability: 101 is no percentage; write a number from 0 to 100, as in 99.5"
    )]
    [InlineData("sevices: {}", "file:1: sevices: there is no such setting; did you mean 'services'?")]
    public void AWrongScenario_IsRefusedWithItsPlaceAndCure(string scenario, string expected) =>
        Assert.Equal([expected], _project.FindErrors(scenario));

    [Fact]
    public void AllErrors_AreReportedAtOnce() =>
        Assert.Equal(
            ["file:1", "file:2", "file:3"],
            _project
                .FindErrors(
                    """
                    services: {catalgo: {cpu: 1ms}}
                    load: {catalog: 40}
                    faults: [{at: 1m, lose: zone z}]
                    """
                )
                .Select(error => string.Join(':', error.Split(':')[..2]))
        );

    [Fact]
    public void ACycle_IsAllowedWithADepth() =>
        Assert.Equal(3, _project.Plan("callDepth: 3\nservices: {catalog: {calls: {gateway: 1}}}").CallDepth);

    [Fact]
    public void AScenarioThatDoesNotExist_IsAnErrorWithTheSimilarOnes()
    {
        _project.Write("campaign.yaml", "");

        var error = Assert.Throws<InvalidSettingsException>(() => _project.Read("campain")).Errors.Single();

        Assert.Equal(
            "stacks/rehearsals/campain.yaml: there is no file 'stacks/rehearsals/campain.yaml'; did you mean 'campaign'?",
            error.ToString()
        );
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("..")]
    public void AFileOutsideTheProject_IsNotRead(string name) => Assert.Throws<InvalidSettingsException>(() => _project.Read(name));

    [Theory]
    [InlineData("0,1\n10,x\n", "stacks/rehearsals/load.csv:2: '10,x' is not a later time and a rate")]
    [InlineData("10,1\n5,1\n", "stacks/rehearsals/load.csv:2: '5,1' is not a later time and a rate")]
    [InlineData("0,-1\n", "stacks/rehearsals/load.csv:1: '0,-1' is not a later time and a rate")]
    [InlineData("", "file:1: load.gateway.file: 'stacks/rehearsals/load.csv' has no load")]
    public void AWrongRecording_IsRefusedWithItsLine(string content, string expected)
    {
        _project.Write("load.csv", content);

        Assert.StartsWith(expected, Assert.Single(_project.FindErrors("load: {gateway: {file: load.csv}}")), StringComparison.Ordinal);
    }
}
