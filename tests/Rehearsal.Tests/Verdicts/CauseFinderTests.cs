using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Verdicts;

namespace Rehearsal.Tests.Verdicts;

/// <summary>A verdict names the service where a failure begins, and what was so at the time.</summary>
public sealed class CauseFinderTests
{
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(5);

    [Fact]
    public void AnOverloadedCallee_IsTheCause_WithThePodsThatWouldHold()
    {
        var result = Judge(
            Service("gateway", ["catalog"], [Window(0) with { Cpu = 1 }]),
            Service("catalog", [], [Window(0) with { Cpu = 7.8, IsAtMaximum = true }]) with
            {
                Max = 8,
            }
        );

        Assert.Equal(ExpectationOutcome.Failed, result.Outcome);
        Assert.Equal("catalog at its maximum of 8, cpu 98 %", result.Cause);
        Assert.Equal("services.catalog.scaling.max: about 12 would hold", result.Remedy);
    }

    [Fact]
    public void ALaterFault_IsNotTheCauseOfAnEarlierFailure()
    {
        var result = Judge(
            Service("gateway", ["catalog"], [Window(0), Window(1), Window(2)]),
            Service(
                "catalog",
                [],
                [
                    Window(0) with
                    {
                        Cpu = 7.8,
                        IsAtMaximum = true,
                    },
                    Window(1) with
                    {
                        Cpu = 7.8,
                        IsAtMaximum = true,
                    },
                    Window(2) with
                    {
                        Lost = 3,
                    },
                ]
            ) with
            {
                Max = 8,
                LongestDetection = new DetectionObservation(
                    new Period(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(650)),
                    IsOver: true,
                    Balancer: null
                ),
            }
        );

        Assert.Equal(
            "from 0:00 catalog at its maximum of 8, cpu 98 %; "
                + "from 10:00 catalog has pods on lost nodes, which receive requests for 50 s until that is noticed",
            result.Cause
        );
        Assert.Equal("services.catalog.scaling.max: about 12 would hold", result.Remedy);
    }

    [Fact]
    public void ACalleeWithoutAReadyPod_IsTheCause_NotItsCallerThatWaits()
    {
        var result = Judge(
            Service("gateway", ["catalog"], [Window(0) with { Cpu = 7.9, InProgress = 800 }]),
            Service("catalog", [], [Window(0) with { Ready = 0, Desired = 3, Capacity = 0, Slots = 0 }])
        );

        Assert.Equal("catalog has 0 of 3 pods ready", result.Cause);
    }

    [Fact]
    public void WithoutStress_TheServiceItselfIsTooSlow() =>
        Assert.Equal("its own time and that of what it calls add up to more", Judge(Service("gateway", [], [Window(0)])).Cause);

    private static ExpectationResult Judge(params ServiceObservation[] services) =>
        Verdict
            .Create(
                new RehearsalPlan
                {
                    Scenario = "test",
                    Duration = TimeSpan.FromMinutes(15),
                    Pools = [],
                    Services = [],
                    Expectations = [new LatencyExpectation("gateway", TimeSpan.FromMilliseconds(500), 99, "here")],
                },
                new Observations { Reached = TimeSpan.FromMinutes(15), Services = services }
            )
            .Expectations.Single();

    private static ServiceObservation Service(string name, string[] calls, ServiceWindow[] windows) =>
        new()
        {
            Behaviour = new ServiceBehaviour
            {
                Service = name,
                Cpu = TimeSpan.FromMilliseconds(10),
                Concurrency = 100,
                Calls = [.. calls.Select(call => new Call(call, 1, ClientBehaviour.Patient))],
            },
            Windows = windows,
            ReadyChanges = [],
        };

    private static ServiceWindow Window(int number)
    {
        var latency = new LatencyHistogram();
        latency.Add(TimeSpan.FromSeconds(2), 100);
        return new ServiceWindow
        {
            Period = new Period(number * _window, (number + 1) * _window),
            Latency = latency,
            Succeeded = 100,
            Capacity = 8,
            Ready = 8,
            Desired = 8,
            Slots = 800,
        };
    }
}
