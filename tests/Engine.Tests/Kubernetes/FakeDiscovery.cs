using System.Text.Json.Nodes;

namespace Engine.Tests.Kubernetes;

/// <summary>The resource types of the <see cref="FakeCluster"/>.</summary>
internal static class FakeDiscovery
{
    private static readonly (string Group, string Version, string Plural, string Kind, bool Namespaced)[] Types =
    [
        ("", "v1", "configmaps", "ConfigMap", true),
        ("", "v1", "secrets", "Secret", true),
        ("", "v1", "pods", "Pod", true),
        ("", "v1", "services", "Service", true),
        ("", "v1", "namespaces", "Namespace", false),
        ("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true),
        ("", "v1", "resourcequotas", "ResourceQuota", true),
        ("apps", "v1", "deployments", "Deployment", true),
        ("apps", "v1", "replicasets", "ReplicaSet", true),
        ("apps", "v1", "statefulsets", "StatefulSet", true),
        ("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true),
        ("storage.k8s.io", "v1", "storageclasses", "StorageClass", false),
        ("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false),
    ];

    public static bool IsCollection(string path) => Types.Any(t => path.EndsWith($"/{t.Plural}", StringComparison.Ordinal));

    /// <summary>Creates the discovery document of the core group, or of all others.</summary>
    public static string Create(bool core) =>
        new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["items"] = new JsonArray([
                .. Types
                    .Where(t => (t.Group.Length == 0) == core)
                    .GroupBy(t => t.Group)
                    .Select(group => new JsonObject
                    {
                        ["metadata"] = new JsonObject { ["name"] = group.Key },
                        ["versions"] = new JsonArray([
                            .. group
                                .GroupBy(t => t.Version)
                                .Select(version => new JsonObject
                                {
                                    ["version"] = version.Key,
                                    ["resources"] = new JsonArray([
                                        .. version.Select(t => new JsonObject
                                        {
                                            ["resource"] = t.Plural,
                                            ["responseKind"] = new JsonObject { ["kind"] = t.Kind },
                                            ["scope"] = t.Namespaced ? "Namespaced" : "Cluster",
                                        }),
                                    ]),
                                }),
                        ]),
                    }),
            ]),
        }.ToJsonString();
}
