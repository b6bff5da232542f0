using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Ownership;

/// <summary>The labels by which a stack's objects are recognized when its state does not know them.</summary>
internal static class StackLabels
{
    private static readonly string[] Required = ["app.kubernetes.io/managed-by", "app.kubernetes.io/part-of", "app.kubernetes.io/instance"];

    /// <summary>The store that an object belongs to; not every object has it.</summary>
    public const string Store = "infra/store";

    /// <summary>Whether a manifest says which stack its object belongs to.</summary>
    public static bool AreIn(JsonObject manifest) =>
        Required.All(label => Find(manifest, label) is { } value && !Unknowns.IsUnknown(value));

    /// <summary>Finds a label by which an existing object is not that of a manifest; null if both are of one stack and store.</summary>
    public static string? FindDifference(JsonObject manifest, JsonObject existing) =>
        Array.Find(Required, label => Find(manifest, label) is not { } wanted || Find(existing, label) != wanted)
        ?? (Find(manifest, Store) == Find(existing, Store) ? null : Store);

    /// <summary>The value of a label; null if the object lacks it.</summary>
    public static string? Find(JsonObject manifest, string label) => manifest.Text("metadata", "labels", label);
}
