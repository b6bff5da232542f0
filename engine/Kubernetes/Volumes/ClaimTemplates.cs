using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;
using Infra.Kubernetes;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>Reads the requested storage of claims, and the claim templates of StatefulSets.</summary>
internal static class ClaimTemplates
{
    public static readonly GroupVersionKind Claim = new("", "v1", "PersistentVolumeClaim");

    public static readonly GroupVersionKind StatefulSet = new("apps", "v1", "StatefulSet");

    /// <summary>The requested storage of a claim or claim template; null if it has none, or if it is unknown.</summary>
    public static Quantity? RequestedStorage(JsonObject claim) =>
        Quantity.TryParse(claim.Text("spec", "resources", "requests", "storage") ?? "", null, out var size) ? size : null;

    /// <summary>The claim templates of a StatefulSet by name.</summary>
    public static IReadOnlyDictionary<string, JsonObject> ByName(JsonObject set) =>
        set.Objects("spec", "volumeClaimTemplates")
            .GroupBy(template => template.Name())
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>Whether the claims of a StatefulSet's pods are deleted with it.</summary>
    public static bool AreDeletedWithSet(JsonObject set) =>
        set.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete";

    /// <summary>
    /// The template that a claim was made from, by its name <c>&lt;template&gt;-&lt;set&gt;-&lt;number&gt;</c>; null if there is none.
    /// </summary>
    public static string? FindTemplate(JsonObject set, string claim) =>
        set.Objects("spec", "volumeClaimTemplates")
            .Select(template => template.Name())
            .FirstOrDefault(template =>
                claim.StartsWith($"{template}-{set.Name()}-", StringComparison.Ordinal)
                && int.TryParse(
                    claim.AsSpan(template.Length + set.Name().Length + 2),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out _
                )
            );
}
