using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Access to the container runtime is access to everything on the node.</summary>
internal sealed class ContainerSockets()
    : PodPolicy(
        new()
        {
            Name = "container-sockets",
            Description = "No pod has access to its node's container runtime.",
            RemediationSteps = "Remove the volume; build images with a tool that needs no container runtime.",
            Severity = Severity.Critical,
            Profile = Profiles.Baseline,
            Controls = [Standards.Nsa("Kubernetes Pod security")],
        }
    )
{
    private static readonly string[] Sockets =
    [
        "docker.sock",
        "containerd.sock",
        "crio.sock",
        "podman.sock",
        "cri-dockerd.sock",
        "frakti.sock",
    ];

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var volume in pod.Volumes.Items)
        {
            if (volume["hostPath"]["path"] is { Text: { } written } path && Sockets.Contains(written.TrimEnd('/').Split('/')[^1]))
            {
                context.Report(path, $"the volume '{volume["name"].Text}' is the socket of the node's container runtime");
            }
        }
    }
}
