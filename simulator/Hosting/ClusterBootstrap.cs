using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Hosting;

/// <summary>The objects that every cluster starts with.</summary>
internal static class ClusterBootstrap
{
    /// <summary>The address of the API inside the simulated network.</summary>
    private const string ApiAddress = "192.168.0.2";

    private const int ApiPort = 6443;

    private static readonly string[] _namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];
    private static readonly (string Name, long Value, string Description)[] _priorities =
    [
        (
            "system-cluster-critical",
            2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."
        ),
        ("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node."),
    ];

    /// <summary>Creates the objects that do not exist yet.</summary>
    public static void Run(IClusterClient client)
    {
        var server = client.As("kube-apiserver");
        foreach (var name in _namespaces)
        {
            CreateIfAbsent(server, GroupResource.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        }

        foreach (var (name, value, description) in _priorities)
        {
            CreateIfAbsent(
                server,
                GroupResource.PriorityClasses,
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name },
                    ["value"] = value,
                    ["description"] = description,
                }
            );
        }
        FlowControlBootstrap.Run(client);
        DefaultRoles.Create(server);
        CreateIfAbsent(server, GroupResource.Services, KubernetesService());
        CreateIfAbsent(server, GroupResource.Endpoints, KubernetesEndpoints());
        CreateIfAbsent(server, GroupResource.EndpointSlices, KubernetesEndpointSlice());
    }

    private static void CreateIfAbsent(IClusterClient client, GroupResource resource, JsonObject body)
    {
        if (client.Find(resource, body.Text("metadata", "namespace") ?? "", body.Text("metadata", "name")!) is null)
        {
            client.Create(resource, body);
        }
    }

    private static JsonObject KubernetesService() =>
        new()
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "kubernetes",
                ["namespace"] = "default",
                ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" },
            },
            ["spec"] = new JsonObject
            {
                ["type"] = "ClusterIP",
                ["clusterIP"] = "10.96.0.1",
                ["ports"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "https",
                        ["port"] = 443,
                        ["protocol"] = "TCP",
                        ["targetPort"] = ApiPort,
                    }
                ),
            },
        };

    /// <summary>The Service <c>kubernetes</c> has no selector: the API server publishes its own endpoints.</summary>
    private static JsonObject KubernetesEndpoints() =>
        new()
        {
            ["metadata"] = EndpointsMetadata("endpointslice.kubernetes.io/skip-mirror", "true"),
            ["subsets"] = new JsonArray(
                new JsonObject
                {
                    ["addresses"] = new JsonArray(new JsonObject { ["ip"] = ApiAddress }),
                    ["ports"] = new JsonArray(HttpsPort()),
                }
            ),
        };

    private static JsonObject KubernetesEndpointSlice() =>
        new()
        {
            ["metadata"] = EndpointsMetadata("kubernetes.io/service-name", "kubernetes"),
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray(
                new JsonObject
                {
                    ["addresses"] = new JsonArray(ApiAddress),
                    ["conditions"] = new JsonObject { ["ready"] = true },
                }
            ),
            ["ports"] = new JsonArray(HttpsPort()),
        };

    private static JsonObject EndpointsMetadata(string label, string value) =>
        new()
        {
            ["name"] = "kubernetes",
            ["namespace"] = "default",
            ["labels"] = new JsonObject { [label] = value },
        };

    private static JsonObject HttpsPort() =>
        new()
        {
            ["name"] = "https",
            ["port"] = ApiPort,
            ["protocol"] = "TCP",
        };
}
