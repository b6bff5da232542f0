using CsCheck;
using Infra.Rehearsal.Requests;
using Rehearsal.Tests.Requests.Oracle;

namespace Rehearsal.Tests.Requests;

/// <summary>Random small systems: one to four services that call each other, loaded up to 90 %, some with an overload for a time.</summary>
internal static class SmallSystems
{
    private const double Requests = 60_000;

    private static readonly Gen<SmallService> Service =
        from cpu in Gen.Int[5, 20]
        from variation in OneOf(0.0, 0.5, 1, 1, 2)
        from latency in OneOf(0, 5, 20)
        from pods in Gen.Int[1, 3]
        from cores in OneOf(1.0, 2, 4)
        from isNarrow in Gen.Bool
        from balancing in OneOf(Balancing.Random, Balancing.Random, Balancing.RoundRobin, Balancing.LeastRequest)
        from inParallel in Gen.Bool
        select new SmallService(
            new ServiceBehaviour
            {
                Service = "",
                Cpu = TimeSpan.FromMilliseconds(cpu),
                CpuVariation = variation,
                Latency = TimeSpan.FromMilliseconds(latency),
                Concurrency = isNarrow ? (int)(20 * cores) : 1000,
                Balancing = balancing,
                CallsInParallel = inParallel,
            },
            pods,
            cores
        );

    /// <summary>Systems under a constant load.</summary>
    public static Gen<SmallSystem> Steady { get; } =
        from services in Service.Array[1, 4]
        from calls in OneOf(0.5, 1, 1.5, 2, 3).Array[3]
        from utilisation in Gen.Double[0.1, 0.9]
        from retries in Gen.Int[0, 2]
        from isPatient in Gen.Bool
        select Connect(services, calls, utilisation, isPatient ? null : TimeSpan.FromSeconds(2), retries);

    /// <summary>A service that is overloaded for a time, with clients who give up.</summary>
    public static Gen<SmallSystem> Overloaded { get; } =
        from service in Service
        from before in Gen.Double[0.2, 0.6]
        from during in Gen.Double[1.2, 1.6]
        from seconds in Gen.Int[20, 60]
        from timeout in Gen.Int[1, 4]
        select Overload(service, before, during, seconds, TimeSpan.FromSeconds(timeout));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static SmallSystem Connect(SmallService[] services, double[] calls, double utilisation, TimeSpan? timeout, int retries)
    {
        var (reached, most) = (1.0, 0.0);
        var named = new List<SmallService>();
        for (var i = 0; i < services.Length; i++)
        {
            var service = services[i];
            Call[] called = i + 1 < services.Length ? [new Call($"s{i + 1}", calls[i], ClientBehaviour.Patient)] : [];
            most = Math.Max(most, reached * service.Behaviour.Cpu.TotalSeconds / (service.PodCount * service.Cores));
            reached *= i < calls.Length ? calls[i] : 1;
            named.Add(service with { Behaviour = service.Behaviour with { Service = $"s{i}", Calls = called } });
        }

        var rate = utilisation / most;
        return new SmallSystem(
            named,
            new ClientBehaviour(timeout, retries, TimeSpan.FromMilliseconds(50)),
            [new LoadPhase(rate, Requests / rate)]
        );
    }

    private static SmallSystem Overload(SmallService service, double before, double during, int seconds, TimeSpan timeout)
    {
        var behaviour = service.Behaviour with { Service = "s0", Concurrency = (int)service.Cores * 4 };
        var capacity = service.PodCount * service.Cores / behaviour.Cpu.TotalSeconds;
        return new SmallSystem(
            [service with { Behaviour = behaviour }],
            new ClientBehaviour(timeout, 0, TimeSpan.Zero),
            [new(capacity * before, 120), new(capacity * during, seconds), new(capacity * before, 120)]
        );
    }
}
