using System.Text.Json.Nodes;

namespace Likeness.Comparison;

/// <summary>The entries of <c>metadata.managedFields</c>.</summary>
internal static class FieldManagers
{
    private static readonly HashSet<string> Controllers =
    [
        "kube-controller-manager",
        "kube-scheduler",
        "kubelet",
        "kube-apiserver",
        // What plays the kubelet of the recorded cluster.
        "fake-kubelet",
    ];

    /// <summary>A list without the entries of controllers: which of them have written by when is the cluster's affair.</summary>
    public static IReadOnlyList<JsonNode?> WithoutControllers(JsonArray list) =>
        [
            .. list.Where(item =>
                !(item is JsonObject entry && entry.ContainsKey("fieldsV1") && Controllers.Contains((string)entry["manager"]!))
            ),
        ];
}
