using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>Under which name a resource is applied: one of its own, so that two resources on one object stay apart.</summary>
internal static class FieldManagerNames
{
    /// <summary>The name: as annotated, else as kept in the state, else a new one.</summary>
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
