using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.K3s;

/// <summary>The rule of Kubernetes for upgrades: each minor version in turn, and no way back.</summary>
internal static class K3sUpgrade
{
    /// <summary>Explains why a cluster cannot go to another version; null if it can.</summary>
    /// <param name="former">The version that all nodes had after the last update that succeeded; null before the first.</param>
    /// <param name="wanted">The version in the settings.</param>
    public static string? FindProblem(K3sVersion? former, K3sVersion wanted) =>
        former is null || wanted.Minor == former.Minor || wanted.Minor == former.Minor + 1 ? null
        : wanted.Minor < former.Minor
            ? $"the cluster runs {former.Tag}, and {wanted.Tag} is an earlier minor version: K3s cannot go back; write a release of v1.{former.Minor}, or restore a snapshot of etcd in a new cluster"
        : $"the cluster runs {former.Tag}, and {wanted.Tag} skips a minor version: upgrade to a release of v1.{former.Minor + 1} first";
}
