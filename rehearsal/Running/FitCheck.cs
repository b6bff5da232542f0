using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;
using Infra.Rehearsal.Verdicts;
using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Running;

/// <summary>
/// Whether all pods fit, without any load: every autoscaler at its maximum, then during a rollout of each service, with a node less, with a
/// node drained, and with each zone less. Pools grow up to their maximum.
/// </summary>
public sealed class FitCheck
{
    private const string Source = "follows from the objects of the stack";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(30);

    private readonly RehearsedCluster _cluster;
    private readonly StartCheck _start;
    private readonly Timeline _timeline = new() { Now = TimeSpan.Zero };
    private readonly List<ExpectationResult> _results = [];
    private readonly FitNodes _nodes;
    private readonly DateTimeOffset _begun;
    private readonly CancellationToken _cancellation;
    private bool _isCut;

    private FitCheck(RehearsedCluster cluster, CancellationToken cancellation)
    {
        (_cluster, _cancellation) = (cluster, cancellation);
        _start = new StartCheck(cluster);
        _nodes = new FitNodes(cluster);
        _begun = cluster.Cluster.Now;
    }

    /// <summary>Checks a stack.</summary>
    /// <param name="stack">What is deployed.</param>
    /// <param name="pools">The pools of nodes.</param>
    /// <param name="seed">The seed of all random choices.</param>
    /// <param name="cancellation">Ends the check early: the result is that of what was reached.</param>
    public static RehearsalResult Run(
        StackObjects stack,
        IReadOnlyList<PoolPlan> pools,
        ulong seed = 1,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(pools);
        var largest = stack with { Objects = [.. stack.Objects.Select(AtMaximum)] };
        using var cluster = new RehearsedCluster(largest, pools, [], RehearsalTimes.Zero, seed);
        var check = new FitCheck(cluster, cancellation);
        check.CheckAll(pools);
        return new RehearsalResult
        {
            Stack = stack.Stack,
            Cluster = stack.Cluster,
            Scenario = "fit",
            Seed = seed,
            // How long the checks that were left out take is not known: at most the time for which each waits.
            Duration = check._isCut ? check.Elapsed + _patience : check.Elapsed,
            Reached = check.Elapsed,
            Expectations = check._results,
            Services = [],
            Nodes = check._nodes.ToTimelines(),
            Events = check._timeline.ToList(),
            Assumptions = [.. RunAssumptions.ListPools(pools), .. RunAssumptions.ListObjects(cluster)],
        };
    }

    private TimeSpan Elapsed => _cluster.Cluster.Now - _begun;

    private static JsonObject AtMaximum(JsonObject body)
    {
        if (body.Text("kind") != "HorizontalPodAutoscaler" || body.Number("spec", "maxReplicas") is not { } max)
        {
            return body;
        }

        var changed = (JsonObject)body.DeepClone();
        changed["spec"]!["minReplicas"] = max;
        return changed;
    }

    private void CheckAll(IReadOnlyList<PoolPlan> pools)
    {
        Check("everything at its maximum", () => _start.Wait(_patience, _cancellation));
        foreach (var service in _cluster.Stack.Services)
        {
            Check($"a rollout of {service.Name}", () => Roll(service));
        }

        var node = FindFullest();
        if (node is not null)
        {
            CheckFault("a node less", () => _cluster.Cluster.BeginFault(FaultType.StopNode, node.Name));
            CheckDrain();
        }

        foreach (var zone in pools.SelectMany(pool => pool.Zones).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            CheckFault($"zone {zone} less", () => _cluster.Cluster.BeginFault(FaultType.LoseZone, zone));
        }
    }

    private void Roll(StackService service)
    {
        new Versions(_cluster).Deploy(service, "rehearsed", RolloutFailure.None);
        _start.Wait(TimeSpan.FromMinutes(10), _cancellation);
    }

    /// <summary>Begins a fault and looks whether all pods find a node; then ends it.</summary>
    private void CheckFault(string name, Func<string> begin)
    {
        var fault = "";
        Check(name, () =>
        {
            fault = begin();
            // Pods leave a lost node about six minutes later.
            _cluster.Cluster.Advance(TimeSpan.FromMinutes(8));
        });
        _cluster.Cluster.EndFault(fault);
        _start.Wait(_patience, _cancellation);
    }

    private void Check(string name, Action change)
    {
        if (_isCut |= _cancellation.IsCancellationRequested)
        {
            return;
        }

        _timeline.Now = Elapsed;
        var number = _timeline.Add(TimelineEventType.Fault, "stack", name);
        var from = Elapsed;
        change();
        _cluster.Cluster.Advance(TimeSpan.FromSeconds(30));
        _start.Wait(_patience, _cancellation);
        _timeline.Now = Elapsed;
        _timeline.End(number);
        if (_isCut |= _cancellation.IsCancellationRequested)
        {
            return;
        }

        _nodes.Sample(Elapsed);
        var waiting = FindWaiting().ToList();
        var problems = FindProblems(waiting);
        var fits = waiting.Count == 0 && problems.Count == 0;
        _results.Add(
            new ExpectationResult
            {
                Subject = "stack",
                Name = $"fits with {name}",
                Outcome = fits ? ExpectationOutcome.Held : ExpectationOutcome.Failed,
                Figure =
                    fits ? "all pods"
                    : waiting.Count > 0 ? $"{Figures.Count(waiting.Count, "pod")} without a node"
                    : string.Join("; ", problems.Select(problem => $"{problem.Subject}: {problem.Figure}")),
                Limit = "all pods have a node and are ready",
                Periods = fits ? [] : [new Period(from, Elapsed)],
                Cause = fits ? null : Describe(waiting, problems),
                Remedy =
                    waiting.Count == 0 ? null : "more or larger nodes, or lower requests; for pods that a rule keeps apart, a weaker rule",
                Source = Source,
            }
        );
    }

    private void CheckDrain()
    {
        if ((_isCut |= _cancellation.IsCancellationRequested) || FindFullest() is not { } node)
        {
            return;
        }

        var from = Elapsed;
        _timeline.Now = from;
        var number = _timeline.Add(TimelineEventType.Fault, node.Name, $"{node.Name} is drained");
        var fault = _cluster.Cluster.BeginFault(FaultType.Drain, node.Name);
        var isEmpty = _cluster.Cluster.AdvanceUntil(() => !FindPods(node.Name).Any(), _patience);
        var held = FindPods(node.Name).ToList();
        _timeline.Now = Elapsed;
        _timeline.End(number);
        _results.Add(
            new ExpectationResult
            {
                Subject = "stack",
                Name = "a node can be drained",
                Outcome = isEmpty ? ExpectationOutcome.Held : ExpectationOutcome.Failed,
                Figure = isEmpty ? Figures.Duration(Elapsed - from) : $"{Figures.Count(held.Count, "pod")} left",
                Limit = $"≤ {Limits.Time(_patience)}",
                Periods = isEmpty ? [] : [new Period(from, Elapsed)],
                Cause = isEmpty ? null : DescribeHeld(held),
                Source = Source,
            }
        );
        _cluster.Cluster.EndFault(fault);
        _start.Wait(_patience, _cancellation);
    }

    /// <summary>What is not ready for another reason than a node; what is refused counts once.</summary>
    private List<StartProblem> FindProblems(List<ServicePod> waiting)
    {
        var subjects = waiting.Select(Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _start
                .FindProblems(_patience)
                .Where(problem => !subjects.Contains(problem.Subject) && (_results.Count == 0 || !problem.IsRefusal)),
        ];
    }

    private IEnumerable<ServicePod> FindWaiting() =>
        _cluster.Pods.Where(pod => pod.Pod is { Node: null, UnschedulableReason: not null, IsDeleting: false });

    private IEnumerable<ServicePod> FindPods(string node) =>
        _cluster.Pods.Where(pod => pod.Pod.Node == node && pod.Pod.Source.Controller?.Kind != "DaemonSet");

    private VirtualNode? FindFullest() =>
        _cluster.Cluster.Nodes.OrderByDescending(node => FindPods(node.Name).Sum(pod => pod.Pod.CpuRequest / node.Cores)).FirstOrDefault();

    private static string Describe(List<ServicePod> waiting, List<StartProblem> problems) =>
        string.Join(
            "; ",
            waiting
                .GroupBy(Name, StringComparer.Ordinal)
                .Select(group => (group.Key, Count: group.Count(), Reason: group.First().Pod.UnschedulableReason!))
                .Select(group =>
                    $"{group.Count.ToString(CultureInfo.InvariantCulture)} of {group.Key}: {SchedulingReason.Describe(group.Reason)}"
                )
                .Concat(problems.Select(problem => $"{problem.Subject}: {problem.Cause}"))
        );

    private string DescribeHeld(List<ServicePod> held) =>
        string.Join(
            "; ",
            held.Select(pod => (Name: Name(pod), Budget: _cluster.FindBlockingBudgets(pod.Pod).FirstOrDefault()))
                .Distinct()
                .Select(one =>
                    one.Budget is { } budget ? $"{one.Name}: its disruption budget {budget} has no room" : $"{one.Name} does not end"
                )
        );

    private static string Name(ServicePod pod) => pod.Service.Length > 0 ? pod.Service : $"{pod.Pod.Namespace}/{pod.Pod.Name}";
}
