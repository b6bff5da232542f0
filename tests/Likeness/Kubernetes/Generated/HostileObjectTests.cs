using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Likeness.Kubernetes.Generated;

/// <summary>
/// Whatever objects the API accepts, no component of the control plane fails, and all of them go on. <c>HOSTILE_OBJECTS</c> sets another
/// number of objects, <c>HOSTILE_SEED</c> another start, for a longer search.
/// </summary>
public sealed class HostileObjectTests
{
    private const int UsualObjects = 1_500;
    private const int Batch = 25;
    private const int MaximumPods = 100;

    // These rightly refuse, or end, what a healthy workload needs.
    private static readonly string[] _excluded = ["admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io"];

    [Fact]
    public async Task AnyStoredObjects_TheControlPlaneGoesOn()
    {
        var requests = await GeneratedRequests.CreateAsync();
        using var cluster = new HostileCluster();
        cluster.CreateNamespace("generated");
        cluster.LimitPods("generated", MaximumPods);
        cluster.CreateNamespace("healthy");
        var (stored, count, start) = (0, Setting("HOSTILE_OBJECTS", UsualObjects), Setting("HOSTILE_SEED", 0));
        for (var seed = start; seed < start + count; seed++)
        {
            var answer = await cluster.SendAsync(Prepare(requests.CreateObject(seed, _excluded), seed));
            stored += answer.Status == 201 ? 1 : 0;
            if (seed % Batch == 0)
            {
                cluster.Run(20);
            }
        }

        cluster.Run(3600);

        Assert.Empty(cluster.Failures.Select(failure => $"{failure}").Distinct().Take(10));
        Assert.InRange(stored, count / 20, count);
        Assert.True(IsHealthyDeploymentReady(cluster), "A healthy Deployment does not become ready.");
    }

    // Every object is stored, under a name of its own.
    private static JsonObject Prepare(JsonObject request, int seed)
    {
        request.Remove("query");
        if (request["body"] is JsonObject body && body["metadata"] is JsonObject metadata)
        {
            metadata["name"] = $"generated-{seed}";
            foreach (var field in (string[])["namespace", "uid", "resourceVersion", "managedFields", "generateName"])
            {
                metadata.Remove(field);
            }
        }

        return request;
    }

    private static bool IsHealthyDeploymentReady(HostileCluster cluster)
    {
        // Hostile pods may occupy every node: this one may preempt them.
        cluster.Client.Create(
            GroupResource.Deployments,
            (JsonObject)
                JsonNode.Parse(
                    """
                    {"metadata":{"name":"healthy","namespace":"healthy"},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"healthy"}},
                     "template":{"metadata":{"labels":{"app":"healthy"}},"spec":{"priorityClassName":"system-node-critical",
                     "containers":[{"name":"c","image":"i:1"}]}}}}
                    """
                )!
        );
        return cluster.RunUntil(
            () => cluster.Client.Find(GroupResource.Deployments, "healthy", "healthy")?.Status.Number("readyReplicas") == 3,
            600
        );
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : usual;
}
