using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>
/// Chooses the field manager of a resource: a unique one, so that two resources with the same object do not share fields.
/// </summary>
internal static class FieldManagerNames
{
    /// <summary>Gets the name from the annotation, or from the state, or a new one.</summary>
    public static string For(JsonObject manifest, string? kept, bool serverSideApply)
    {
        if (!serverSideApply)
        {
            return FieldManagers.Creator;
        }

        return manifest.Annotation(Annotations.PatchFieldManager) is { Length: > 0 } given && given != Unknowns.Sentinel ? given
            : !string.IsNullOrEmpty(kept) ? kept
            : $"{FieldManagers.Creator}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    }
}
