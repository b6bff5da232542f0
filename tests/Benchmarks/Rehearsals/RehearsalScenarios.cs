using System.Diagnostics;
using System.Text.Json.Nodes;
using Benchmarks.Measuring;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Running;
using Infra.Rehearsal.Stacks;

namespace Benchmarks.Rehearsals;

/// <summary>Rehearsals of a virtual day, with the load of a day on autoscaled services.</summary>
internal static class RehearsalScenarios
{
    private const double MiB = 1024 * 1024;
    private const int ShopNodes = 3;
    private const double ShopRate = 400;

    /// <summary>A shop of five services on autoscaled nodes.</summary>
    public static string Shop() => Run(ShopServices(), nodes: ShopNodes, rate: ShopRate);

    /// <summary>The most load on the shop of <see cref="Shop"/> that holds for a day.</summary>
    public static async Task<string> ShopLimitAsync()
    {
        var services = ShopServices();
        var begun = Stopwatch.GetTimestamp();
        var limit = await LimitSearch.FindAsync(
            (stack, plan, cancellation) => RehearsalRunner.Run(stack, plan, cancellation: cancellation),
            CreateStack(services),
            CreatePlan(services, ShopNodes, ShopRate),
            services[0].Name
        );
        return $"{Report.Seconds(Stopwatch.GetElapsedTime(begun))} for {Figures.Count(limit.Tries.Count, "rehearsal")}: {limit.Outcome}";
    }

    /// <summary>100 nodes, 50 services with autoscalers, 3,000 pods at most, and 20,000 requests a second at noon.</summary>
    public static string Day() => Run(Services(chains: 10, length: 5, replicas: 20, max: 60), nodes: 100, rate: 2_000);

    private static string Run(IReadOnlyList<Service> services, int nodes, double rate)
    {
        var begun = Stopwatch.GetTimestamp();
        var result = RehearsalRunner.Run(CreateStack(services), CreatePlan(services, nodes, rate));
        var pods = result.Services.Sum(service => service.Samples.Max(sample => sample.Pods));
        return $"{Report.Seconds(Stopwatch.GetElapsedTime(begun))} with up to {Figures.Count(pods, "pod")}";
    }

    private static List<Service> ShopServices() => Services(chains: 1, length: 5, replicas: 2, max: 12);

    private static List<Service> Services(int chains, int length, int replicas, int max) =>
        [
            .. Enumerable
                .Range(0, chains * length)
                .Select(i => new Service(
                    $"service-{i}",
                    i % length == 0,
                    i % length < length - 1 ? $"service-{i + 1}" : null,
                    replicas,
                    max
                )),
        ];

    private static StackObjects CreateStack(IReadOnlyList<Service> services) =>
        new()
        {
            Stack = "benchmark",
            Objects = [.. services.SelectMany(service => (JsonObject[])[Deployment(service), Autoscaler(service), Budget(service)])],
            Services =
            [
                .. services.Select(service => new StackService
                {
                    Name = service.Name,
                    Namespace = "shop",
                    WorkloadKind = "Deployment",
                    Workloads = new Dictionary<string, double> { [service.Name] = 1 },
                }),
            ],
        };

    private static RehearsalPlan CreatePlan(IReadOnlyList<Service> services, int nodes, double rate) =>
        new()
        {
            Scenario = "day",
            Duration = TimeSpan.FromDays(1),
            Pools =
            [
                new PoolPlan
                {
                    Name = "general",
                    Cores = 15,
                    Memory = 56 * 1024 * MiB,
                    Initial = nodes,
                    Min = Math.Max(1, nodes / 2),
                    Max = nodes * 2,
                    Zones = ["a", "b", "c"],
                    Price = 0.4,
                },
            ],
            Services =
            [
                .. services.Select(service => new ServiceLoadPlan
                {
                    Behaviour = new ServiceBehaviour
                    {
                        Service = service.Name,
                        Cpu = TimeSpan.FromMilliseconds(6),
                        Latency = TimeSpan.FromMilliseconds(3),
                        Concurrency = 200,
                        Calls = service.Callee is { } callee
                            ? [new Call(callee, 1, new ClientBehaviour(TimeSpan.FromSeconds(1), 1, TimeSpan.FromMilliseconds(50)))]
                            : [],
                    },
                    StartUp = TimeSpan.FromSeconds(10),
                    IdleMemory = 100 * MiB,
                    RequestMemory = 0.2 * MiB,
                    ImagePull = TimeSpan.FromSeconds(8),
                }),
            ],
            Loads =
            [
                .. services
                    .Where(service => service.IsEntry)
                    .Select(service => new LoadPlan(
                        service.Name,
                        Sine(rate),
                        new ClientBehaviour(TimeSpan.FromSeconds(2), 1, TimeSpan.Zero)
                    )),
            ],
            Expectations =
            [
                .. services
                    .Where(service => service.IsEntry)
                    .SelectMany(service =>
                        (Expectation[])
                            [
                                new LatencyExpectation(service.Name, TimeSpan.FromMilliseconds(500), 99, "benchmark"),
                                new AvailabilityExpectation(service.Name, 99.9, "benchmark"),
                            ]
                    ),
                new PendingExpectation(TimeSpan.FromMinutes(3), "benchmark"),
            ],
        };

    /// <summary>A fifth of the rate at midnight, all of it at noon.</summary>
    private static List<RatePoint> Sine(double rate) =>
        [
            .. Enumerable
                .Range(0, 97)
                .Select(i => new RatePoint(TimeSpan.FromMinutes(15 * i), rate * (0.2 + 0.8 * (1 - Math.Cos(i * Math.PI / 48)) / 2))),
        ];

    private static JsonObject Deployment(Service service) =>
        Parse(
            $$$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{{service.Name}}}}","namespace":"shop"},"spec":{
              "replicas":{{{{service.Replicas}}}},"selector":{"matchLabels":{"app":"{{{{service.Name}}}}"} },
              "template":{"metadata":{"labels":{"app":"{{{{service.Name}}}}"} },"spec":{
                "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"ScheduleAnyway",
                  "labelSelector":{"matchLabels":{"app":"{{{{service.Name}}}}"} } }],
                "containers":[{"name":"app","image":"registry/{{{{service.Name}}}}:1.0.0",
                  "readinessProbe":{"httpGet":{"path":"/","port":8080},"periodSeconds":5},
                  "resources":{"requests":{"cpu":"400m","memory":"256Mi"},"limits":{"cpu":"1","memory":"512Mi"} } }]} } } }
            """
        );

    private static JsonObject Autoscaler(Service service) =>
        Parse(
            $$$$"""
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"{{{{service.Name}}}}","namespace":"shop"},
              "spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"{{{{service.Name}}}}"},
              "minReplicas":{{{{service.Replicas}}}},"maxReplicas":{{{{service.Max}}}},
              "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60} } }]} }
            """
        );

    private static JsonObject Budget(Service service) =>
        Parse(
            $$$$"""
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"{{{{service.Name}}}}","namespace":"shop"},
              "spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"{{{{service.Name}}}}"} } } }
            """
        );

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private sealed record Service(string Name, bool IsEntry, string? Callee, int Replicas, int Max);
}
