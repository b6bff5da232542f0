using System.Runtime.ExceptionServices;
using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;
using Infra.Rehearsal.Verdicts;

namespace Infra.Rehearsal.Running;

/// <summary>A rehearsal: the cluster and the requests advance in turns.</summary>
internal sealed class RehearsalRun : IDisposable
{
    private static readonly ServiceState _none = new();

    private readonly RehearsalPlan _plan;
    private readonly RehearsedCluster _cluster;
    private readonly IRequestModel _model;
    private readonly Timeline _timeline = new();
    private readonly Capacities _capacities;
    private readonly FaultSchedule _faults;
    private readonly NodeRecorder _nodes;
    private readonly PodWatch _pods;
    private readonly ClusterEvents _events;
    private readonly IReadOnlyList<ServiceRecorder> _services;
    private readonly StackObjects _stack;
    private UseRecording? _use;

    public RehearsalRun(StackObjects stack, RehearsalPlan plan, IRequestModel model)
    {
        (_stack, _plan, _model) = (stack, plan, model);
        _cluster = new RehearsedCluster(stack, plan.Pools, plan.Services, RehearsalTimes.Zero - RehearsalTimes.Preparation, plan.Seed);
        _capacities = new Capacities(_cluster, plan);
        _faults = new FaultSchedule(_cluster, plan, _timeline);
        _nodes = new NodeRecorder(_cluster, plan, _timeline);
        _pods = new PodWatch(_cluster, _timeline);
        _events = new ClusterEvents(_cluster, _timeline);
        _services = [.. plan.Services.Select(service => new ServiceRecorder(service))];
    }

    /// <summary>Runs until the end or until cancelled, and returns what was reached.</summary>
    public RehearsalResult Run(IProgress<TimeSpan>? progress, CancellationToken cancellation)
    {
        var start = new StartCheck(_cluster);
        start.Wait(RehearsalTimes.Patience, cancellation);
        List<StartProblem> problems = cancellation.IsCancellationRequested ? [] : [.. start.FindProblems(RehearsalTimes.Patience)];
        _use = new UseRecording(_cluster);
        WarmUp(cancellation);
        var reached = Advance(progress, cancellation);
        return Conclude(reached, problems);
    }

    /// <inheritdoc/>
    public void Dispose() => _cluster.Dispose();

    private void WarmUp(CancellationToken cancellation)
    {
        var begin = RehearsalTimes.Zero - RehearsalTimes.WarmUp;
        _cluster.Cluster.Advance(begin - _cluster.Cluster.Now);
        var step = TimeSpan.FromSeconds(15);
        while (_cluster.Cluster.Now < RehearsalTimes.Zero && !cancellation.IsCancellationRequested)
        {
            Step(step, GetArrivals(TimeSpan.Zero), out _, out _);
        }

        _events.Read();
        _nodes.Observe(TimeSpan.Zero, isStarted: false);
    }

    private TimeSpan Advance(IProgress<TimeSpan>? progress, CancellationToken cancellation)
    {
        var step = RehearsalTimes.GetStep(_plan.Duration);
        var interval = RehearsalTimes.GetSampleInterval(_plan.Duration);
        var at = TimeSpan.Zero;
        while (at < _plan.Duration && !cancellation.IsCancellationRequested)
        {
            _timeline.Now = at;
            _faults.Advance(at);
            var length = _plan.Duration - at < step ? _plan.Duration - at : step;
            Step(length, GetArrivals(at + length / 2), out var view, out var outcome);
            var totals = StepTotals.Sum(view, outcome);
            foreach (var service in _services)
            {
                service.Add(
                    at,
                    length,
                    view.Services.GetValueOrDefault(service.Service) ?? _none,
                    outcome.Services.GetValueOrDefault(service.Service),
                    totals.GetValueOrDefault(service.Service)
                );
            }

            var begun = at;
            at += length;
            _timeline.Now = at;
            _events.Read();
            _nodes.Observe(length, isStarted: true);
            _pods.Observe(view, begun, at);
            Sample(at, interval, view, outcome);
            progress?.Report(at);
        }

        return at;
    }

    private void Step(TimeSpan length, Dictionary<string, double> arrivals, out CapacityView view, out RequestOutcome outcome)
    {
        view = _capacities.Read();
        var step = new RequestStep
        {
            Duration = length,
            Arrivals = arrivals,
            Pods = view.Pods,
            NodeCores = view.NodeCores,
        };
        // Neither knows of the other within a step.
        RequestOutcome? served = null;
        InParallel(() => _cluster.Cluster.Advance(length), () => served = _model.Advance(step));
        outcome = served!;
        _use!.Record(view, outcome, length);
    }

    private static void InParallel(Action one, Action other)
    {
        try
        {
            Parallel.Invoke(one, other);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    private Dictionary<string, double> GetArrivals(TimeSpan at)
    {
        var arrivals = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var load in _plan.Loads)
        {
            arrivals[load.Service] = arrivals.GetValueOrDefault(load.Service) + load.RateAt(at);
        }

        return arrivals;
    }

    private void Sample(TimeSpan at, TimeSpan interval, CapacityView view, RequestOutcome outcome)
    {
        var isLast = at >= _plan.Duration;
        if (isLast || at.Ticks % interval.Ticks == 0)
        {
            foreach (var service in _services)
            {
                service.EndSample(at, view.Services.GetValueOrDefault(service.Service) ?? _none);
            }

            _nodes.Sample(at, view, outcome);
        }

        if (isLast || at.Ticks % RehearsalTimes.Window.Ticks == 0)
        {
            EndWindows(at);
        }
    }

    private void EndWindows(TimeSpan at)
    {
        foreach (var service in _services)
        {
            service.EndWindow(at);
        }
    }

    private RehearsalResult Conclude(TimeSpan reached, IReadOnlyList<StartProblem> problems)
    {
        EndWindows(reached);
        var sizes = new WorkloadSizes(_cluster);
        var observations = new Observations
        {
            Reached = reached,
            Services =
            [
                .. _services.Select(service =>
                    service.ToObservation(_pods.FindDetection(service.Service, reached), sizes.FindMax(service.Service))
                ),
            ],
            Pending = _pods.GetPending(reached),
            StartProblems = problems,
            Cost = _nodes.ToCost(reached),
        };
        var verdict = Verdict.Create(_plan, observations);
        return new RehearsalResult
        {
            Stack = _stack.Stack,
            Cluster = _stack.Cluster,
            Scenario = _plan.Scenario,
            Seed = _plan.Seed,
            Duration = _plan.Duration,
            Reached = reached,
            Expectations = verdict.Expectations,
            Services = [.. _services.Select(service => service.ToTimeline())],
            Nodes = _nodes.ToTimelines(),
            Events = _timeline.ToList(),
            Cost = observations.Cost,
            Assumptions = [.. _plan.Assumptions, .. RunAssumptions.List(_cluster, _plan, _use!.Metrics)],
            Suggestions = verdict.Suggestions,
        };
    }
}
