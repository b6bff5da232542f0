using Infra.Rehearsal.Requests;

namespace Rehearsal.Tests.Requests.Oracle;

/// <summary>A system that is small enough to simulate every request. Clients call the first service.</summary>
internal sealed record SmallSystem(IReadOnlyList<SmallService> Services, ClientBehaviour Client, IReadOnlyList<LoadPhase> Phases)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>What the system is, for the messages of tests.</summary>
    public string Text =>
        string.Join(", ", Services.Select(service => service.Text))
        + $"; {string.Join(", ", Phases.Select(phase => $"{phase.Rate:0.0}/s for {phase.Seconds:0} s"))}"
        + $"; timeout {Client.Timeout}, {Client.Retries} retries";

    /// <summary>A single service under a constant load.</summary>
    public static SmallSystem Of(ServiceBehaviour behaviour, int pods, double cores, double rate, double seconds, double? limit = null) =>
        new([new(behaviour, pods, cores, limit)], ClientBehaviour.Patient, [new(rate, seconds)]);

    /// <summary>What single requests do.</summary>
    public EventSimulation Simulate(int seed)
    {
        var simulation = new EventSimulation(this, seed);
        foreach (var phase in Phases)
        {
            simulation.Load(Services[0].Behaviour.Service, Client, phase.Rate, phase.Seconds);
        }

        return simulation;
    }

    /// <summary>What the model says.</summary>
    public Prediction Predict()
    {
        var entry = Services[0].Behaviour.Service;
        var model = new RequestModel(
            [.. Services.Select(service => service.Behaviour)],
            new Dictionary<string, ClientBehaviour> { [entry] = Client }
        );
        var pods = Services.SelectMany(service => service.Pods()).ToList();
        var nodes = pods.Zip(Services.SelectMany(service => Enumerable.Repeat(service.Cores, service.PodCount)))
            .ToDictionary(pair => pair.First.Node, pair => pair.Second);
        var prediction = new Prediction();
        foreach (var phase in Phases)
        {
            for (var left = phase.Seconds; left > 1e-9; left -= Step.TotalSeconds)
            {
                var step = new RequestStep
                {
                    Duration = TimeSpan.FromSeconds(Math.Min(left, Step.TotalSeconds)),
                    Arrivals = new Dictionary<string, double> { [entry] = phase.Rate },
                    Pods = pods,
                    NodeCores = nodes,
                };
                prediction.Add(step, model.Advance(step), entry);
            }
        }

        return prediction;
    }
}

/// <summary>A service of a small system.</summary>
internal sealed record SmallService(ServiceBehaviour Behaviour, int PodCount, double Cores, double? Limit = null)
{
    public string Text =>
        $"{PodCount} pods of {Cores} cores, {Behaviour.Cpu.TotalMilliseconds} ms (Cs² {Behaviour.CpuVariation})"
        + $" + {Behaviour.Latency.TotalMilliseconds} ms, {Behaviour.Concurrency} places, {Behaviour.Balancing}"
        + string.Concat(Behaviour.Calls.Select(call => $", {call.PerRequest} calls{(Behaviour.CallsInParallel ? " in parallel" : "")}"));

    public IEnumerable<PodCapacity> Pods() =>
        Enumerable
            .Range(0, PodCount)
            .Select(i => new PodCapacity
            {
                Name = $"{Behaviour.Service}-{i}",
                Service = Behaviour.Service,
                Node = $"node-{Behaviour.Service}-{i}",
                IsReady = true,
                CpuLimit = Limit,
                CpuRequest = 0.1,
            });
}

/// <summary>A constant load.</summary>
internal sealed record LoadPhase(double Rate, double Seconds);

/// <summary>What the model predicts for the clients of a small system.</summary>
internal sealed class Prediction
{
    private readonly Dictionary<string, double> _attempts = [];
    private readonly Dictionary<string, double> _coreSeconds = [];
    private double _seconds;

    public LatencyHistogram Latency { get; } = new();

    public double Begun { get; private set; }

    public double Succeeded { get; private set; }

    public List<RequestOutcome> Outcomes { get; } = [];

    public double Mean => Latency.Mean.TotalSeconds;

    public double Quantile(double part) => Latency.Quantile(part)?.TotalSeconds ?? 0;

    public double AttemptsAt(string service) => _attempts[service];

    public double CoresOf(string service, int pods) => _coreSeconds[service] / _seconds / pods;

    public void Add(RequestStep step, RequestOutcome outcome, string entry)
    {
        var seconds = step.Duration.TotalSeconds;
        _seconds += seconds;
        Outcomes.Add(outcome);
        Latency.Add(outcome.Services[entry].Latency);
        Begun += outcome.Services[entry].Begun * seconds;
        Succeeded += outcome.Services[entry].Succeeded * seconds;
        foreach (var (service, of) in outcome.Services)
        {
            _attempts[service] = _attempts.GetValueOrDefault(service) + of.Attempts * seconds;
        }

        foreach (var pod in step.Pods)
        {
            _coreSeconds[pod.Service] = _coreSeconds.GetValueOrDefault(pod.Service) + outcome.Pods[pod.Name].Cores * seconds;
        }
    }
}
