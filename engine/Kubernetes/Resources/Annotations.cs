using System.Globalization;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>The annotations that configure the provider's treatment of an object. Their names are Pulumi's.</summary>
internal static class Annotations
{
    public const string Autonamed = "pulumi.com/autonamed";
    public const string SkipAwait = "pulumi.com/skipAwait";
    public const string WaitFor = "pulumi.com/waitFor";
    public const string TimeoutSeconds = "pulumi.com/timeoutSeconds";
    public const string ReplaceUnready = "pulumi.com/replaceUnready";
    public const string PatchForce = "pulumi.com/patchForce";
    public const string PatchFieldManager = "pulumi.com/patchFieldManager";
    public const string DeletionPropagationPolicy = "pulumi.com/deletionPropagationPolicy";

    /// <summary>The annotation of kubectl's client-side apply.</summary>
    public const string LastAppliedConfiguration = "kubectl.kubernetes.io/last-applied-configuration";

    public static bool IsTrue(JsonObject manifest, string annotation) => manifest.Annotation(annotation) == "true";

    /// <summary>Gets the timeout of an operation: the resource's, or the annotation's, or null.</summary>
    public static TimeSpan? Timeout(TimeSpan? given, JsonObject manifest)
    {
        if (given is { Ticks: > 0 })
        {
            return given;
        }

        return
            int.TryParse(manifest.Annotation(TimeoutSeconds), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
