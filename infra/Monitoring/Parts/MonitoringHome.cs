using Infra.Backend.Planning;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// The namespaces of the monitoring stack. What needs no privileges lives where none can be had; node-exporter and the log agent, which have to see
/// their node's file system, live apart.
/// </summary>
internal sealed class MonitoringHome : ComponentResource
{
    /// <summary>Twice what there is when every part has its replicas and all are being replaced: only a fault gets there.</summary>
    private static readonly Dictionary<string, string> BoundsOfParts = new(StringComparer.Ordinal) { ["pods"] = "48", ["persistentvolumeclaims"] = "12" };

    /// <summary>Nothing but the two agents: whatever else ran there would have the privileges as well. Their pods grow with the nodes.</summary>
    private static readonly Dictionary<string, string> BoundsOfAgents = new(StringComparer.Ordinal)
    {
        ["count/daemonsets.apps"] = "2",
        ["count/deployments.apps"] = "0",
        ["count/statefulsets.apps"] = "0",
        ["count/jobs.batch"] = "0",
        ["count/cronjobs.batch"] = "0",
    };

    private readonly MonitoringPlan _plan;

    public MonitoringHome(MonitoringPlan plan, ComponentResourceOptions options)
        : base("infra:monitoring:MonitoringHome", plan.System.ResourceName(plan.Namespace), options)
    {
        _plan = plan;
        Name = Create(plan.Namespace, "restricted", BoundsOfParts);
        Agents = plan.Settings.Parts.NodeExporter || plan.HasLogs ? Create(plan.AgentsNamespace, "privileged", BoundsOfAgents) : Name;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name });
    }

    /// <summary>Where parts without privileges live.</summary>
    public Output<string> Name { get; }

    /// <summary>Where agents that see their node live.</summary>
    public Output<string> Agents { get; }

    private Output<string> Create(string name, string level, Dictionary<string, string> bounds)
    {
        var labels = ServiceLabels.ForSystem(_plan.System);
        foreach (var mode in (ReadOnlySpan<string>)["enforce", "audit", "warn"])
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = level;
            labels[$"pod-security.kubernetes.io/{mode}-version"] = "latest";
        }

        var own = new CustomResourceOptions { Parent = this };
        var itself = new Namespace(_plan.System.ResourceName(name), new NamespaceArgs { Metadata = new ObjectMetaArgs { Name = name, Labels = labels } }, own);
        var known = itself.Metadata.Apply(metadata => metadata.Name);
        _ = new NetworkPolicy(_plan.System.ResourceName($"{name}-default-deny"), new NetworkPolicyArgs
        {
            Metadata = Metadata($"{name}-default-deny", known),
            Spec = new NetworkPolicySpecArgs { PodSelector = new LabelSelectorArgs(), PolicyTypes = { "Ingress", "Egress" } },
        }, own);
        _ = new ResourceQuota(_plan.System.ResourceName($"{name}-bounds"), new ResourceQuotaArgs
        {
            Metadata = Metadata($"{name}-bounds", known),
            Spec = new ResourceQuotaSpecArgs { Hard = bounds },
        }, own);
        _ = new LimitRange(_plan.System.ResourceName($"{name}-defaults"), new LimitRangeArgs
        {
            Metadata = Metadata($"{name}-defaults", known),
            Spec = new LimitRangeSpecArgs { Limits = new LimitRangeItemArgs { Type = "Container", DefaultRequest = ResourceList.From(PartSizes.OnEachNode.Requests), Default = ResourceList.From(PartSizes.OnEachNode.Limits) } },
        }, own);
        return known;
    }

    private ObjectMetaArgs Metadata(string name, Output<string> inNamespace) => new() { Name = name, Namespace = inNamespace, Labels = ServiceLabels.ForSystem(_plan.System) };
}
