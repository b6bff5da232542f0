using System.Text.Json.Nodes;

namespace Infra.Simulator.Objects;

/// <summary>The claims of a pod's volumes.</summary>
internal static class PodVolumes
{
    /// <summary>The name of the PersistentVolumeClaim that a volume mounts; null for a volume of another type.</summary>
    /// <param name="pod">The pod's name.</param>
    /// <param name="volume">One of <c>spec.volumes</c>.</param>
    public static string? FindClaim(string pod, JsonObject volume) =>
        volume.Text("persistentVolumeClaim", "claimName")
        ?? (volume.Map("ephemeral") is null ? null : GetEphemeralClaim(pod, volume.Text("name") ?? ""));

    /// <summary>The name of the claim of an ephemeral volume.</summary>
    public static string GetEphemeralClaim(string pod, string volume) => $"{pod}-{volume}";
}
