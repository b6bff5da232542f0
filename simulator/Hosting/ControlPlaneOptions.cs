using Infra.Simulator.Autoscaling;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Informers;
using Infra.Simulator.Nodes;

namespace Infra.Simulator.Hosting;

/// <summary>Options of the control plane and the nodes of a simulated cluster.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>The nodes of the cluster.</summary>
    public NodePoolOptions Nodes { get; init; } = new();

    /// <summary>The pools that a cluster autoscaler scales; empty for a cluster without one.</summary>
    public IReadOnlyList<AutoscaledPool> AutoscaledPools { get; init; } = [];

    /// <summary>The timing of the nodes.</summary>
    public KubeletOptions Kubelet { get; init; } = new();

    /// <summary>The certificate authority in PEM, published in each namespace's ConfigMap <c>kube-root-ca.crt</c>.</summary>
    public string CertificateAuthority { get; init; } = "";

    /// <summary>Signs a request for a client certificate, both in PEM; null for a cluster that signs none.</summary>
    internal Func<string, TimeSpan, string>? SignClientCertificate { get; init; }

    /// <summary>True for a cluster that gives Services of type LoadBalancer and Ingresses their addresses.</summary>
    public bool HasLoadBalancers { get; init; } = true;

    /// <summary>True for a cluster whose default volumes can be reached from all nodes of a zone, false for local ones.</summary>
    public bool HasZonalVolumes { get; init; }

    /// <summary>True for a cluster with a metrics server and adapters for custom and external metrics.</summary>
    public bool HasMetrics { get; init; }

    /// <summary>Whether autoscalers write each measurement to their status; if not, only what they decide.</summary>
    public bool WritesMeasurements { get; init; } = true;

    /// <summary>The source of the autoscalers' metrics; null for what the cluster itself simulates.</summary>
    internal IMetricsSource? Metrics { get; init; }

    /// <summary>
    /// Called with each unexpected failure of a component, which then tries again. What it throws ends the control plane:
    /// <see cref="ComponentFailure.Throw"/> for runs that must not have failures.
    /// </summary>
    public required Action<ComponentFailure> OnFailure { get; init; }
}
