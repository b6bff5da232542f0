using Infra.Rehearsal.Requests;

namespace Rehearsal.Tests.Requests.Oracle;

/// <summary>A simulation of every single request of a small system: what the request model is compared with.</summary>
internal sealed class EventSimulation
{
    private readonly Dictionary<string, ServiceBehaviour> _behaviours;
    private readonly Dictionary<string, List<SimulatedPod>> _pods = [];
    private readonly Dictionary<string, int> _turns = [];
    private readonly Dictionary<string, Func<double>> _sizes = [];

    public EventSimulation(SmallSystem system, int seed)
    {
        Random = new Random(seed);
        _behaviours = system.Services.ToDictionary(service => service.Behaviour.Service, service => service.Behaviour);
        foreach (var (behaviour, pods, cores, limit) in system.Services)
        {
            _pods[behaviour.Service] =
            [
                .. Enumerable
                    .Range(0, pods)
                    .Select(_ => new SimulatedPod(
                        Clock,
                        Math.Min(cores, behaviour.Threads ?? cores),
                        limit,
                        behaviour.Concurrency,
                        behaviour.Queue
                    )),
            ];
            _turns[behaviour.Service] = 0;
            _sizes[behaviour.Service] = new GammaSampler(Random, behaviour.CpuVariation).Draw;
        }
    }

    public EventClock Clock { get; } = new();

    public Random Random { get; }

    /// <summary>The times in seconds of the requests of clients outside the system that succeeded.</summary>
    public List<double> Times { get; } = [];

    /// <summary>The requests that clients outside the system began and that ended.</summary>
    public int Ended { get; private set; }

    /// <summary>The attempts at each service.</summary>
    public Dictionary<string, int> Attempts { get; } = [];

    /// <summary>The mean cores that a pod of a service used.</summary>
    public double CoresOf(string service) => _pods[service].Average(pod => pod.CoreSeconds) / Clock.Now;

    /// <summary>Sends requests to the system's first service at a rate, at random times, for some seconds.</summary>
    public void Load(string service, ClientBehaviour client, double rate, double seconds)
    {
        var end = Clock.Now + seconds;
        ArriveNext();
        Clock.RunUntil(end);

        void ArriveNext()
        {
            var wait = -Math.Log(1 - Random.NextDouble()) / rate;
            if (Clock.Now + wait < end)
            {
                Clock.In(wait, () =>
                {
                    var begun = Clock.Now;
                    Call(service, client, succeeded =>
                    {
                        Ended++;
                        if (succeeded)
                        {
                            Times.Add(Clock.Now - begun);
                        }
                    });
                    ArriveNext();
                });
            }
        }
    }

    /// <summary>Calls a service, with repetitions.</summary>
    public void Call(string service, ClientBehaviour client, Action<bool> ended)
    {
        var left = client.Retries;
        Attempt();

        void Attempt()
        {
            Attempts[service] = Attempts.GetValueOrDefault(service) + 1;
            new SimulatedAttempt(this, _behaviours[service], succeeded =>
            {
                if (succeeded || left-- == 0)
                {
                    ended(succeeded);
                }
                else
                {
                    Clock.In(client.BackOff.TotalSeconds, Attempt);
                }
            }).SendTo(Choose(service), client.Timeout?.TotalSeconds ?? double.PositiveInfinity);
        }
    }

    /// <summary>The CPU time of a request.</summary>
    public double DrawCpu(ServiceBehaviour behaviour) => behaviour.Cpu.TotalSeconds * _sizes[behaviour.Service]();

    private SimulatedPod Choose(string service)
    {
        var pods = _pods[service];
        switch (_behaviours[service].Balancing)
        {
            case Balancing.RoundRobin:
                return pods[_turns[service]++ % pods.Count];
            case Balancing.LeastRequest:
                var fewest = pods.Min(pod => pod.Number);
                var alike = pods.FindAll(pod => pod.Number == fewest);
                return alike[Random.Next(alike.Count)];
            default:
                return pods[Random.Next(pods.Count)];
        }
    }
}
