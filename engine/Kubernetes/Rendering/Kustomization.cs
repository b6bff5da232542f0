using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>The <c>kustomization.yaml</c> of a rendered folder.</summary>
internal static class Kustomization
{
    public const string FileName = "kustomization.yaml";

    private const string Note = "# Written by infra render, which overwrites changes.\n";

    /// <summary>Kinds that other objects need, in the order in which they are applied. All other kinds come after them.</summary>
    private static readonly string[] FirstKinds =
    [
        "CustomResourceDefinition",
        "Namespace",
        "StorageClass",
        "PriorityClass",
        "RuntimeClass",
        "ResourceQuota",
        "LimitRange",
        "ServiceAccount",
        "ClusterRole",
        "ClusterRoleBinding",
        "Role",
        "RoleBinding",
        "NetworkPolicy",
        "Secret",
        "ConfigMap",
        "PersistentVolumeClaim",
        "Service",
    ];

    /// <param name="objects">The kinds of the objects by the paths of their files.</param>
    public static string Write(IEnumerable<(string Path, string Kind)> objects)
    {
        var resources = objects
            .OrderBy(file => Array.IndexOf(FirstKinds, file.Kind) is >= 0 and var rank ? rank : FirstKinds.Length)
            .ThenBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => (JsonNode?)file.Path);
        return Note
            + ManifestYaml.ToYaml(
                new JsonObject
                {
                    ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
                    ["kind"] = "Kustomization",
                    ["resources"] = new JsonArray([.. resources]),
                }
            );
    }
}
