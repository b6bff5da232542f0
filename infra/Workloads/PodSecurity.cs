using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The Pod Security Standard "restricted", and a read-only root file system.</summary>
internal static class PodSecurity
{
    /// <summary>A user and group ID that no account of a node has.</summary>
    private const int Unprivileged = 10001;

    public static PodSecurityContextArgs ForPod() =>
        new()
        {
            RunAsNonRoot = true,
            RunAsUser = Unprivileged,
            RunAsGroup = Unprivileged,
            FsGroup = Unprivileged,
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
        };

    public static SecurityContextArgs ForContainer() =>
        new()
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            RunAsNonRoot = true,
            Capabilities = new CapabilitiesArgs { Drop = { "ALL" } },
            SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
        };
}
