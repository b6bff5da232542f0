using Infra.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Monitoring.Parts;

/// <summary>
/// The namespaces of the monitoring stack. What needs no privileges lives where none can be had; node-exporter and the log agent, which have to see
/// their node's file system, live apart.
/// </summary>
internal sealed class MonitoringHome : ComponentResource
{
    private readonly MonitoringPlan _plan;

    public MonitoringHome(MonitoringPlan plan, ComponentResourceOptions options)
        : base("infra:monitoring:MonitoringHome", plan.Namespace, options)
    {
        _plan = plan;
        Name = Create(plan.Namespace, "restricted");
        Agents = plan.Settings.Parts.NodeExporter || plan.HasLogs ? Create(plan.AgentsNamespace, "privileged") : Name;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name });
    }

    /// <summary>Where parts without privileges live.</summary>
    public Output<string> Name { get; }

    /// <summary>Where agents that see their node live.</summary>
    public Output<string> Agents { get; }

    private Output<string> Create(string name, string level)
    {
        var labels = ServiceLabels.OfSystem(_plan.System);
        foreach (var mode in (ReadOnlySpan<string>)["enforce", "audit", "warn"])
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = level;
            labels[$"pod-security.kubernetes.io/{mode}-version"] = "latest";
        }

        var own = new CustomResourceOptions { Parent = this };
        var itself = new Namespace(name, new NamespaceArgs { Metadata = new ObjectMetaArgs { Name = name, Labels = labels } }, own);
        var known = itself.Metadata.Apply(metadata => metadata.Name);
        _ = new NetworkPolicy($"{name}-default-deny", new NetworkPolicyArgs
        {
            Metadata = new ObjectMetaArgs { Name = $"{name}-default-deny", Namespace = known, Labels = ServiceLabels.OfSystem(_plan.System) },
            Spec = new NetworkPolicySpecArgs { PodSelector = new LabelSelectorArgs(), PolicyTypes = { "Ingress", "Egress" } },
        }, own);
        return known;
    }
}
