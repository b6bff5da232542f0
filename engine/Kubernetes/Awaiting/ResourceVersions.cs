using System.Globalization;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>Compares resource versions, which are increasing integers in practice and, since Kubernetes 1.35, by contract.</summary>
internal static class ResourceVersions
{
    /// <summary>True if a version is older than another. False if either is not an integer.</summary>
    public static bool IsOlder(string version, string than) =>
        ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        && ulong.TryParse(than, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
        && a < b;
}
