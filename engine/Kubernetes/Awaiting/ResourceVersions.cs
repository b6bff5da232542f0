using System.Globalization;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>Resource versions are numbers that grow, for every API server there is and, since Kubernetes 1.35, by contract.</summary>
internal static class ResourceVersions
{
    /// <summary>Whether one version is surely older than another. False where either is no number.</summary>
    public static bool IsOlder(string version, string than) =>
        ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        && ulong.TryParse(than, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
        && a < b;
}
