using Infra.Simulator.Nodes;

namespace Infra.Simulator.Hosting;

/// <summary>How the control plane and the nodes of a simulated cluster behave.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>The nodes the cluster is given.</summary>
    public NodePoolOptions Nodes { get; init; } = new();

    /// <summary>How long things take on the nodes.</summary>
    public KubeletOptions Kubelet { get; init; } = new();

    /// <summary>The certificate authority, in PEM form, that every namespace gets in its ConfigMap <c>kube-root-ca.crt</c>.</summary>
    public string CertificateAuthority { get; init; } = "";

    /// <summary>Told what failed unexpectedly in which part; the part goes on and tries again.</summary>
    public required Action<string, Exception> OnFailure { get; init; }
}
