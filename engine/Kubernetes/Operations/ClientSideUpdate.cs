using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Resources.Diffing;
using Infra.Kubernetes.Patching;
using Infra.Kubernetes.Schema;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>
/// Creates the patches of updates without server-side apply: a strategic merge patch for built-in kinds, a JSON merge patch for custom
/// resources.
/// </summary>
internal static class ClientSideUpdate
{
    /// <summary>Creates the patch from the last update's manifest to the new one; empty without a difference.</summary>
    /// <param name="change">The update.</param>
    /// <param name="manifest">The manifest to reach, with the live values at ignored paths.</param>
    /// <param name="live">The object in the cluster.</param>
    public static (JsonObject Patch, string ContentType) CreatePatch(Change change, JsonObject manifest, JsonObject live)
    {
        var old = LiveStatePruner.Prune(change.OldLive, WithLastApplied(change.OldInputs, change.OldLive));
        if (BuiltInTypes.FindSchema(live.Type()) is { } type)
        {
            try
            {
                return (StrategicMergeDiff.Create(type, old, manifest, live), ContentTypes.StrategicMergePatch);
            }
            catch (PatchException)
            {
                // As in Pulumi's provider, lists whose items lack the merge key are replaced as a whole.
            }
        }

        return (ThreeWayMerge.Patch(old, manifest, live), ContentTypes.MergePatch);
    }

    // Providers before 4.0 set the annotation of kubectl's client-side apply. An update removes it.
    private static JsonObject WithLastApplied(JsonObject inputs, JsonObject live)
    {
        if (live.Annotation(Annotations.LastAppliedConfiguration) is not { } value)
        {
            return inputs;
        }

        var completed = inputs.Copy();
        if (completed.Annotation(Annotations.LastAppliedConfiguration) is null)
        {
            completed.SetAnnotation(Annotations.LastAppliedConfiguration, value);
        }

        return completed;
    }
}
