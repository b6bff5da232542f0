using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Some directories hold the keys of the node.</summary>
internal sealed class SensitiveHostMounts() : PodPolicy(new()
{
    Name = "sensitive-host-mounts",
    Description = "No pod sees the directories that hold the node's keys and state.",
    RemediationSteps = "Mount a directory made for the purpose, or none.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    private static readonly string[] Sensitive =
    [
        "/boot", "/dev", "/etc", "/home", "/lib", "/opt/cni", "/proc", "/root", "/run", "/sys", "/usr", "/var/lib/docker", "/var/lib/etcd", "/var/lib/kubelet", "/var/log",
        "/var/run",
    ];

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var volume in pod.Volumes.Items)
            if (volume["hostPath"]["path"] is { Text: { } written } path && IsSensitive(written.TrimEnd('/')))
                context.Report(path, $"the volume '{volume["name"].Text}' shows the node's {written}");
    }

    // The parent of a sensitive directory shows it too.
    private static bool IsSensitive(string path) => path.Length == 0 || Sensitive.Any(directory =>
        path == directory || path.StartsWith($"{directory}/", StringComparison.Ordinal) || directory.StartsWith($"{path}/", StringComparison.Ordinal));
}
