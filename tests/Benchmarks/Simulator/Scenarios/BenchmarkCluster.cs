using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Benchmarks.Simulator.Scenarios;

/// <summary>A cluster in virtual time, and the objects that the scenarios create.</summary>
internal sealed class BenchmarkCluster
{
    public BenchmarkCluster()
    {
        Memory = new InMemoryCluster(Clock, new IdentitySource(1));
        ClusterBootstrap.Run(Memory.Client);
    }

    public VirtualClock Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));

    public InMemoryCluster Memory { get; }

    /// <summary>Creates the nodes and starts the control plane.</summary>
    public ControlLoop Start(int nodes) =>
        new ControlPlane(
            Clock,
            Memory.Identities,
            new ControlPlaneOptions
            {
                Nodes = Nodes(nodes),
                CertificateAuthority = "-----BEGIN CERTIFICATE-----",
                HasMetrics = true,
                OnFailure = ComponentFailure.Throw,
            }
        ).Start(Memory.Client);

    public static NodePoolOptions Nodes(int count) =>
        new()
        {
            Count = count,
            Cpu = "64",
            Memory = "256Gi",
        };

    public static JsonObject Deployment(string name, int replicas) =>
        Parse(
            $$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{name}}}","namespace":"default"},"spec":{
              "replicas":{{{Text(replicas)}}},"selector":{"matchLabels":{"app":"{{{name}}}"} },"template":{{{Template(name, "")}}} } }
            """
        );

    /// <summary>A pod of an application.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="app">The value of its label.</param>
    /// <param name="spec">Further fields of its spec, each with a comma after it.</param>
    public static JsonObject Pod(string name, string app, string spec)
    {
        var pod = Parse(Template(app, spec));
        (pod["apiVersion"], pod["kind"]) = ("v1", "Pod");
        (pod["metadata"]!["name"], pod["metadata"]!["namespace"]) = (name, "default");
        return pod;
    }

    /// <summary>The account that a pod needs; in a whole cluster its controller creates it.</summary>
    public static JsonObject DefaultAccount() =>
        Parse("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"default"} }""");

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Template(string app, string spec) =>
        $$$"""
            {"metadata":{"labels":{"app":"{{{app}}}"} },"spec":{ {{{spec}}} "containers":[{"name":"app","image":"app:1",
              "ports":[{"containerPort":8080}],"env":[{"name":"MODE","value":"benchmark"}],
              "resources":{"requests":{"cpu":"50m","memory":"64Mi"} } }]} }
            """;
}
