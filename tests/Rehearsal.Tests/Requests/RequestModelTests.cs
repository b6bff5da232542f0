using CsCheck;
using Infra.Rehearsal.Requests;

namespace Rehearsal.Tests.Requests;

/// <summary>What the model says of clients, calls, pods and nodes.</summary>
public sealed class RequestModelTests
{
    private static readonly ClientBehaviour Impatient = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromMilliseconds(100));

    [Fact]
    public void Create_WithCyclicCallsAndNoDepth_NamesTheCircle()
    {
        ServiceBehaviour[] services = [Service("a", "b"), Service("b", "c"), Service("c", "b")];

        var exception = Assert.Throws<CyclicCallException>(() => new RequestModel(services, NoClients()));

        Assert.Equal(["b", "c"], exception.Services);
        Assert.Contains("b calls c calls b", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CyclicCalls_WithADepth_ComeBackThatOften()
    {
        var model = new RequestModel([Service("a", "b"), Service("b", "a")], NoClients(), cycleDepth: 2);

        var outcome = Run(model, 10, [.. Pods("a", 1), .. Pods("b", 1)], 3);

        Assert.Equal(30, outcome.Services["a"].Attempts, 0.1);
        Assert.Equal(30, outcome.Services["b"].Attempts, 0.1);
    }

    [Fact]
    public void Advance_WithoutReadyPods_FailsAllRequests()
    {
        var model = new RequestModel([Service("a")], new Dictionary<string, ClientBehaviour> { ["a"] = Impatient });

        var outcome = model.Advance(Step(10, [])).Services["a"];

        Assert.Equal(10, outcome.Failed, 1e-6);
        Assert.Equal(30, outcome.Attempts, 1e-6);
    }

    /// <summary>A pod that fails undetected gets its part of the attempts; f of them time out, and f³ of the requests fail.</summary>
    [Fact]
    public void PodThatDoesNotWork_TimesOutItsPart_AndRetriesGoElsewhere()
    {
        var model = new RequestModel([Service("a")], new Dictionary<string, ClientBehaviour> { ["a"] = Impatient });
        var pods = Pods("a", 4);
        pods[0] = pods[0] with { IsWorking = false };

        var outcome = model.Advance(Step(40, pods)).Services["a"];

        Assert.Equal(40 * (1 + 0.25 + 0.0625), outcome.Attempts, 0.2);
        Assert.Equal(40 * Math.Pow(0.25, 3), outcome.Failed, 0.05);
        Assert.InRange(outcome.Latency.Quantile(0.9)!.Value.TotalSeconds, 1.05, 1.25);
    }

    /// <summary>The overload stays when its cause is gone: retries triple the load.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void Overload_OfAPodWithManyPlaces_EndsOnlyWithoutRetries(int retries, bool recovers)
    {
        var client = Impatient with { Retries = retries };
        var model = new RequestModel([Service("a")], new Dictionary<string, ClientBehaviour> { ["a"] = client });
        var pods = Pods("a", 1);
        Run(model, 60, pods, 12);
        Run(model, 250, pods, 12);

        var outcome = Run(model, 60, pods, 60).Services["a"];

        Assert.Equal(recovers ? 60 : 0, outcome.Succeeded, 6.0);
        Assert.Equal(60 * (recovers ? 1 : 3), outcome.Attempts, 10.0);
    }

    [Fact]
    public void LostPod_FailsTheRequestsAtIt()
    {
        var model = new RequestModel([Service("a")], NoClients());
        var pods = Pods("a", 2);
        var overloaded = Run(model, 300, pods, 4);
        var atPod = overloaded.Pods["a-0"].InProgress + overloaded.Pods["a-0"].Waiting;

        var outcome = model.Advance(Step(100, pods[1..]));

        Assert.InRange(atPod, 900, 1100);
        Assert.Equal(Math.Min(atPod / 5, 100), outcome.Services["a"].Failed, 1.0);
    }

    [Fact]
    public void NewPod_OfKeptConnections_GetsRequestsSlowly()
    {
        var kept = Service("a") with { ConnectionLifetime = TimeSpan.FromSeconds(100) };
        var model = new RequestModel([kept], NoClients());
        var pods = Pods("a", 4);
        Run(model, 100, pods[..3], 3);

        var first = model.Advance(Step(100, pods)).Pods["a-3"].Cores;
        var later = Run(model, 100, pods, 200).Pods["a-3"].Cores;

        Assert.Equal(100 * 0.01 / 4 * (1 - Math.Exp(-0.05)), first, 0.003);
        Assert.Equal(0.25, later, 0.005);
    }

    /// <summary>A node with one core and two busy pods: they share it by their CPU requests.</summary>
    [Fact]
    public void BusyNode_IsSharedByCpuRequests()
    {
        var model = new RequestModel([Service("a"), Service("b")], NoClients());
        var pods = new[] { Pods("a", 1)[0] with { Node = "n", CpuRequest = 0.6 }, Pods("b", 1)[0] with { Node = "n", CpuRequest = 0.2 } };
        var step = Step(300, [pods[0]]) with
        {
            Pods = pods,
            Arrivals = new Dictionary<string, double> { ["a"] = 300, ["b"] = 300 },
            NodeCores = new Dictionary<string, double> { ["n"] = 1 },
        };
        RequestOutcome outcome = model.Advance(step);
        for (var i = 0; i < 10; i++)
        {
            outcome = model.Advance(step);
        }

        Assert.Equal(0.75, outcome.Pods["a-0"].Cores, 0.03);
        Assert.Equal(0.25, outcome.Pods["b-0"].Cores, 0.03);
    }

    /// <summary>The node was removed, or nothing is known of it: its pods get next to nothing, and the model can still compute.</summary>
    [Fact]
    public void UnknownNode_LeavesItsPodsTheLeastCores()
    {
        var model = new RequestModel([Service("a")], NoClients());
        PodCapacity[] pods = [.. Pods("a", 2).Select(pod => pod with { Node = "gone", CpuLimit = 1 })];
        var step = Step(1, [pods[0]]) with { Pods = pods };

        model.Advance(step);
        var outcome = model.Advance(step with { NodeCores = new Dictionary<string, double>() });

        Assert.All(outcome.Pods.Values, pod => Assert.InRange(pod.Cores, 0, NodeShares.Least));
        Assert.All(outcome.Pods.Values, pod => Assert.True(double.IsFinite(pod.InProgress) && double.IsFinite(pod.Waiting)));
    }

    /// <summary>At the same use, a limit stops the pod in periods with more work than usual, and requests wait for the next one.</summary>
    [Fact]
    public void Quota_MakesTailsLonger()
    {
        PodOutcome? pod = null;

        Assert.True(Tail(1) > Tail(null) * 1.5, $"{Tail(1)} with a limit, {Tail(null)} without");
        Assert.Equal(0, pod!.Throttled);
        Tail(1);
        Assert.InRange(pod.Throttled, 0.02, 0.3);

        TimeSpan Tail(double? limit)
        {
            var model = new RequestModel([Service("a")], NoClients());
            var pods = Pods("a", 1, 8).Select(each => each with { CpuLimit = limit }).ToArray();
            var outcome = Run(model, 60, pods, 3);
            pod = outcome.Pods["a-0"];
            return outcome.Services["a"].Latency.Quantile(0.99)!.Value;
        }
    }

    /// <summary>Failures in series multiply.</summary>
    [Fact]
    public void CalledService_ThatFails_FailsItsCallers()
    {
        var model = new RequestModel([Service("a", "b", "c"), Service("b"), Service("c")], NoClients());
        PodCapacity[] pods = [.. Pods("a", 1), .. Pods("b", 10), .. Pods("c", 5)];
        pods[1] = pods[1] with { IsWorking = false };
        pods[11] = pods[11] with { IsWorking = false };

        var outcome = Run(model, 10, pods, 3);

        Assert.Equal(10 * 0.9 * 0.8, outcome.Services["a"].Succeeded, 1e-3);
        Assert.Equal(9, outcome.Services["c"].Begun, 1e-3);
    }

    [Fact]
    public void PodsThatAnswerErrors_FailTheirRequestsAtOnce_AndNoClientTimesOut()
    {
        var model = new RequestModel(
            [Service("a", "b"), Service("b")],
            new Dictionary<string, ClientBehaviour> { ["a"] = Impatient with { Retries = 0 } }
        );
        PodCapacity[] pods = [.. Pods("a", 2), .. Pods("b", 1)];
        pods[0] = pods[0] with { AnswersErrors = true };

        var outcome = Run(model, 10, pods, 3);

        Assert.Equal(5, outcome.Services["a"].Succeeded, 1e-3);
        Assert.Equal(0, outcome.Services["a"].TimedOut, 1e-6);
        Assert.Equal(5, outcome.Services["b"].Begun, 1e-3);
        Assert.Equal(0.05, outcome.Pods["a-0"].Cores, 1e-3);
    }

    /// <summary>
    /// Whatever happens: requests succeed or fail, times are those of the successful ones, and the same steps give the same.
    /// </summary>
    [Fact]
    public void Outcomes_AreConsistent_AndTheSameEachTime() =>
        Gen.Select(Gen.Select(Gen.Double[0, 300], Gen.Int[0, 4], Gen.Int[0, 4]).Array[1, 8], Gen.Int[1, 50], Gen.Int[0, 2])
            .Sample(
                (steps, concurrency, retries) =>
                {
                    var first = Outcomes();
                    foreach (var outcome in first)
                    {
                        var a = outcome.Services["a"];
                        Assert.Equal(a.Begun, a.Succeeded + a.Failed, 1e-6 * (1 + a.Begun));
                        Assert.Equal(a.Succeeded * 5, a.Latency.Count, 1e-3 * (1 + a.Begun));
                        Assert.InRange(a.Attempts, a.Begun - 1e-9, a.Begun * (1 + retries) + 1e-6);
                        Assert.All(outcome.Pods.Values, pod => Assert.InRange(pod.Cores, 0, 1 + 1e-9));
                        Assert.All(outcome.Pods.Values, pod => Assert.InRange(pod.Waiting, 0, 1e6));
                    }

                    var again = Outcomes();
                    Assert.Equal(first.Select(of => of.Services["a"].Latency.Mean), again.Select(of => of.Services["a"].Latency.Mean));

                    List<RequestOutcome> Outcomes()
                    {
                        var client = Impatient with { Retries = retries };
                        var called = Service("b") with { Concurrency = concurrency };
                        var model = new RequestModel(
                            [Service("a", "b"), called],
                            new Dictionary<string, ClientBehaviour> { ["a"] = client }
                        );
                        return
                        [
                            .. steps.Select(step => model.Advance(Step(step.Item1, [.. Pods("a", step.Item2), .. Pods("b", step.Item3)]))),
                        ];
                    }
                },
                iter: 30
            );

    private static Dictionary<string, ClientBehaviour> NoClients() => [];

    private static ServiceBehaviour Service(string name, params string[] calls) =>
        new()
        {
            Service = name,
            Cpu = TimeSpan.FromMilliseconds(10),
            Concurrency = 100_000,
            Calls = [.. calls.Select(call => new Call(call, 1, ClientBehaviour.Patient))],
        };

    private static PodCapacity[] Pods(string service, int count, double cores = 1) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new PodCapacity
                {
                    Name = $"{service}-{i}",
                    Service = service,
                    Node = $"{service}-{i}:{cores}",
                    IsReady = true,
                }),
        ];

    private static RequestStep Step(double rate, PodCapacity[] pods) =>
        new()
        {
            Duration = TimeSpan.FromSeconds(5),
            Arrivals = new Dictionary<string, double> { ["a"] = rate },
            Pods = pods,
            NodeCores = pods.ToDictionary(
                pod => pod.Node,
                pod => pod.Node.Split(':') is [_, var cores] ? double.Parse(cores, System.Globalization.CultureInfo.InvariantCulture) : 1,
                StringComparer.Ordinal
            ),
        };

    private static RequestOutcome Run(RequestModel model, double rate, PodCapacity[] pods, int steps)
    {
        RequestOutcome outcome = model.Advance(Step(rate, pods));
        for (var i = 1; i < steps; i++)
        {
            outcome = model.Advance(Step(rate, pods));
        }

        return outcome;
    }
}
