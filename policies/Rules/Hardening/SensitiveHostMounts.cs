using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Some directories of the node contain its keys and state.</summary>
internal sealed class SensitiveHostMounts()
    : PodPolicy(
        new()
        {
            Name = "sensitive-host-mounts",
            Description = "No pod mounts a directory that contains the node's keys or state.",
            RemediationSteps = "Mount a directory that exists for this purpose only, or none.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
        }
    )
{
    private static readonly string[] Sensitive =
    [
        "/boot",
        "/dev",
        "/etc",
        "/home",
        "/lib",
        "/opt/cni",
        "/proc",
        "/root",
        "/run",
        "/sys",
        "/usr",
        "/var/lib/docker",
        "/var/lib/etcd",
        "/var/lib/kubelet",
        "/var/log",
        "/var/run",
    ];

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var volume in pod.Volumes.Items)
        {
            if (volume["hostPath"]["path"] is { Text: { } written } path && IsSensitive(written.TrimEnd('/')))
            {
                context.Report(path, $"the volume '{volume["name"].Text}' exposes the node's {written}");
            }
        }
    }

    // The parent of a sensitive directory exposes it, too.
    private static bool IsSensitive(string path) =>
        path.Length == 0
        || Sensitive.Any(directory =>
            path == directory
            || path.StartsWith($"{directory}/", StringComparison.Ordinal)
            || directory.StartsWith($"{path}/", StringComparison.Ordinal)
        );
}
