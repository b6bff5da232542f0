using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>Finds why an object that is being deleted still exists.</summary>
internal static class DeletionBlockers
{
    /// <summary>
    /// The conditions of a Namespace that is being deleted, the causes before their effects: API groups that cannot be listed, then objects
    /// that cannot be deleted.
    /// </summary>
    private static readonly string[] NamespaceConditions =
    [
        "NamespaceDeletionDiscoveryFailure",
        "NamespaceDeletionGroupVersionParsingFailure",
        "NamespaceDeletionContentFailure",
        "NamespaceFinalizersRemaining",
        "NamespaceContentRemaining",
    ];

    /// <summary>Describes what blocks the deletion; null if nothing is known to.</summary>
    public static string? Find(JsonObject live)
    {
        if (live.Type() is { Group: "", Kind: "Namespace" })
        {
            var reasons = NamespaceConditions
                .Where(type => Conditions.IsTrue(live, type))
                .Select(type => Conditions.Find(live, type)!.Text("message") ?? type)
                .ToList();
            if (reasons.Count > 0)
            {
                return $"the deletion of the namespace is blocked: {string.Join("; ", reasons)}";
            }
        }

        return Finalizers(live) is { Count: > 0 } finalizers
            ? $"finalizers might be preventing deletion ({string.Join(", ", finalizers)})"
            : null;
    }

    /// <summary>Describes what the deletion is waiting for.</summary>
    public static string DescribeWait(JsonObject live) =>
        Finalizers(live) is { Count: > 0 } finalizers
            ? $"held by its finalizers: {string.Join(", ", finalizers)}"
            : Find(live) ?? "waiting for the deletion of its dependents";

    // The finalizers of the garbage collector only show that it is not finished.
    private static List<string> Finalizers(JsonObject live) =>
        (live.At("metadata", "finalizers") as JsonArray)
            ?.Select(f => f?.ToString() ?? "")
            .Where(f => f is not ("foregroundDeletion" or "orphan" or "kubernetes"))
            .ToList()
        ?? [];
}
