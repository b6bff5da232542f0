using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Verdicts;

namespace Infra.Rehearsal.Running;

/// <summary>Records a service: samples for reports, and windows for verdicts.</summary>
internal sealed class ServiceRecorder(ServiceLoadPlan plan)
{
    private readonly LatencyHistogram _latency = new();
    private readonly List<ServiceSample> _samples = [];
    private readonly List<ServiceWindow> _windows = [];
    private readonly List<(TimeSpan At, int Ready)> _readyChanges = [];
    private Interval _sample = new(TimeSpan.Zero);
    private Interval _window = new(TimeSpan.Zero);

    /// <summary>The service's name.</summary>
    public string Service => plan.Behaviour.Service;

    /// <summary>Records a step.</summary>
    /// <param name="from">Its start.</param>
    /// <param name="duration">Its length.</param>
    /// <param name="state">The pods of the service in it.</param>
    /// <param name="outcome">What happened to the requests; null for a service that the model does not have.</param>
    /// <param name="totals">What the pods did; null without pods.</param>
    public void Add(TimeSpan from, TimeSpan duration, ServiceState state, ServiceOutcome? outcome, StepTotals? totals)
    {
        if (_readyChanges.Count == 0 || _readyChanges[^1].Ready != state.Ready)
        {
            _readyChanges.Add((from, state.Ready));
        }

        _sample.Add(duration, state, outcome, totals);
        _window.Add(duration, state, outcome, totals);
        if (outcome is not null)
        {
            _latency.Add(outcome.Latency);
        }
    }

    /// <summary>Ends a sample.</summary>
    public void EndSample(TimeSpan at, ServiceState state)
    {
        if (_sample.Seconds > 0)
        {
            _samples.Add(_sample.ToSample(at, state));
            _sample = new Interval(at);
        }
    }

    /// <summary>Ends a window.</summary>
    public void EndWindow(TimeSpan at)
    {
        if (_window.Seconds > 0)
        {
            _windows.Add(_window.ToWindow(at, plan.Behaviour.Concurrency));
            _window = new Interval(at);
        }
    }

    /// <summary>What reports show.</summary>
    public ServiceTimeline ToTimeline() => new(Service, _samples, _latency);

    /// <summary>What verdicts need.</summary>
    public ServiceObservation ToObservation(DetectionObservation? longestDetection, int? max) =>
        new()
        {
            Behaviour = plan.Behaviour,
            Windows = _windows,
            ReadyChanges = _readyChanges,
            LongestDetection = longestDetection,
            Max = max,
        };

    /// <summary>Sums over some steps, weighted by their lengths.</summary>
    private sealed class Interval(TimeSpan from)
    {
        private readonly LatencyHistogram _latency = new();
        private double _begun;
        private double _attempts;
        private double _succeeded;
        private double _failed;
        private double _cpu;
        private double _capacity;
        private double _inProgress;
        private double _waiting;
        private double _throttled;
        private double _ready;
        private double _desired;
        private double _lost;
        private double _faulty;
        private double _pending;
        private double _memory;
        private string? _reason;
        private bool _isAtMaximum;
        private int _leastReady = int.MaxValue;

        public double Seconds { get; private set; }

        public void Add(TimeSpan duration, ServiceState state, ServiceOutcome? outcome, StepTotals? totals)
        {
            var seconds = duration.TotalSeconds;
            Seconds += seconds;
            _ready += state.Ready * seconds;
            _desired += state.Desired * seconds;
            _lost += state.Lost * seconds;
            _faulty += state.Faulty * seconds;
            _pending += state.Pending * seconds;
            _leastReady = Math.Min(_leastReady, state.Ready);
            _reason ??= state.PendingReason;
            _isAtMaximum |= state.IsAtMaximum;
            if (totals is not null)
            {
                _cpu += totals.Cpu * seconds;
                _capacity += totals.Capacity * seconds;
                _inProgress += totals.InProgress * seconds;
                _waiting += totals.Waiting * seconds;
                _throttled += totals.Throttled * seconds;
                _memory += totals.Memory * seconds;
            }

            if (outcome is not null)
            {
                _begun += outcome.Begun * seconds;
                _attempts += outcome.Attempts * seconds;
                _succeeded += outcome.Succeeded * seconds;
                _failed += outcome.Failed * seconds;
                _latency.Add(outcome.Latency);
            }
        }

        public ServiceSample ToSample(TimeSpan at, ServiceState state) =>
            new()
            {
                At = at,
                Begun = _begun / Seconds,
                Attempts = _attempts / Seconds,
                Succeeded = _succeeded / Seconds,
                Failed = _failed / Seconds,
                Waiting = _waiting / Seconds,
                Desired = state.Desired,
                Pods = state.Pods,
                Ready = state.Ready,
                Cpu = _cpu / Seconds,
                CpuRequested = state.CpuRequested,
                Memory = _memory / Seconds,
                Latency50 = _latency.Quantile(0.5),
                Latency95 = _latency.Quantile(0.95),
                Latency99 = _latency.Quantile(0.99),
            };

        public ServiceWindow ToWindow(TimeSpan until, int concurrency) =>
            new()
            {
                Period = new Period(from, until),
                Latency = _latency,
                Attempts = _attempts,
                Succeeded = _succeeded,
                Failed = _failed,
                Cpu = _cpu / Seconds,
                Capacity = _capacity / Seconds,
                InProgress = _inProgress / Seconds,
                Slots = _ready / Seconds * concurrency,
                Waiting = _waiting / Seconds,
                Throttled = _throttled / Seconds,
                Ready = _ready / Seconds,
                LeastReady = _leastReady,
                Desired = _desired / Seconds,
                IsAtMaximum = _isAtMaximum,
                Lost = _lost / Seconds,
                Faulty = _faulty / Seconds,
                Pending = _pending / Seconds,
                PendingReason = _reason,
            };
    }
}
