using System.Text.Json.Nodes;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Stacks;

namespace Rehearsal.Tests.Running;

/// <summary>A stack of one Deployment <c>web</c>, which tests change.</summary>
internal sealed class TestStack
{
    public int Replicas { get; init; } = 2;

    public int? MaxReplicas { get; init; }

    public string Cpu { get; init; } = "1";

    public string Memory { get; init; } = "256Mi";

    public int? MinAvailable { get; init; }

    public List<JsonObject> Others { get; init; } = [];

    public StackObjects ToObjects()
    {
        List<JsonObject> objects = [Deployment()];
        if (MaxReplicas is { } max)
        {
            objects.Add(Autoscaler(max));
        }

        if (MinAvailable is { } available)
        {
            objects.Add(
                Parse(
                    $$$$$"""
                    {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web","namespace":"shop"},
                     "spec":{"minAvailable":{{{{{available}}}}},"selector":{"matchLabels":{"app":"web"} } } }
                    """
                )
            );
        }

        return new StackObjects
        {
            Stack = "prod",
            Objects = [.. objects, .. Others],
            Services =
            [
                new StackService
                {
                    Name = "web",
                    Namespace = "shop",
                    WorkloadKind = "Deployment",
                    Workloads = new Dictionary<string, double> { ["web"] = 1 },
                },
            ],
        };
    }

    public static RehearsalPlan Plan(TimeSpan duration, double rate, params FaultPlan[] faults) =>
        new()
        {
            Scenario = "test",
            Duration = duration,
            Pools = [Pool()],
            Services = [Service()],
            Loads = [new LoadPlan("web", [new RatePoint(TimeSpan.Zero, rate)], ClientBehaviour.Patient)],
            Faults = faults,
        };

    public static PoolPlan Pool(int nodes = 3, double cores = 4) =>
        new()
        {
            Name = "general",
            Cores = cores,
            Memory = 16.0 * 1024 * 1024 * 1024,
            Initial = nodes,
            Min = nodes,
            Max = nodes,
            Zones = ["a", "b", "c"],
            Price = 0.5,
        };

    public static ServiceLoadPlan Service(TimeSpan startUp = default) =>
        new()
        {
            Behaviour = new ServiceBehaviour
            {
                Service = "web",
                Cpu = TimeSpan.FromMilliseconds(10),
                Concurrency = 100,
            },
            StartUp = startUp,
            IdleMemory = 64 * 1024 * 1024,
        };

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private JsonObject Deployment() =>
        Parse(
            $$$$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{
              "replicas":{{{{{Replicas}}}}},"selector":{"matchLabels":{"app":"web"}},
              "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"registry/web:1.0.0",
                "readinessProbe":{"httpGet":{"path":"/","port":8080},"periodSeconds":5},
                "resources":{"requests":{"cpu":"{{{{{Cpu}}}}}","memory":"{{{{{Memory}}}}}"},
                  "limits":{"cpu":"{{{{{Cpu}}}}}","memory":"{{{{{Memory}}}}}"} } } ] } } } }
            """
        );

    private static JsonObject Autoscaler(int max) =>
        Parse(
            $$$$$"""
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"web","namespace":"shop"},
              "spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"minReplicas":2,"maxReplicas":{{{{{max}}}}},
              "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50} } } ] } }
            """
        );
}
