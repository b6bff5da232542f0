using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Whoever talks to the container runtime starts what they like on the node.</summary>
internal sealed class ContainerSockets : PodPolicy
{
    private static readonly string[] Sockets = ["docker.sock", "containerd.sock", "crio.sock", "podman.sock", "cri-dockerd.sock", "frakti.sock"];

    protected override void Check(PodTemplate pod, Findings findings)
    {
        foreach (var volume in pod.Volumes.Items)
            if (volume["hostPath"]["path"] is { Text: { } written } path && Sockets.Contains(written.TrimEnd('/').Split('/')[^1]))
                findings.Add(path, $"the volume '{volume["name"].Text}' is the socket of the node's container runtime");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "container-sockets",
        Summary = "No pod reaches the container runtime of its node.",
        Remedy = "Remove the volume; build images with a tool that needs no runtime.",
        Severity = Severity.Critical,
        Profile = Profile.Baseline,
        Standards = [Standard.Nsa("Kubernetes Pod security")],
    };
}
