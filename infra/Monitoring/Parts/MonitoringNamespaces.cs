using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// The namespaces of the monitoring. Parts without privileges are in a namespace that enforces the restricted Pod Security Standard;
/// node-exporter and the
/// log agent, which access their node's file system, have a namespace of their own.
/// </summary>
internal sealed class MonitoringNamespaces : ComponentResource
{
    /// <summary>Twice the pods of a rollout of all parts: only a defect exceeds the quota.</summary>
    private static readonly Dictionary<string, string> PartsQuota = new(StringComparer.Ordinal)
    {
        ["pods"] = "48",
        ["persistentvolumeclaims"] = "12",
    };

    /// <summary>
    /// Only the two agents, because any other workload would have their privileges. Pods are not limited: their number grows with the
    /// nodes.
    /// </summary>
    private static readonly Dictionary<string, string> AgentsQuota = new(StringComparer.Ordinal)
    {
        ["count/daemonsets.apps"] = "2",
        ["count/deployments.apps"] = "0",
        ["count/statefulsets.apps"] = "0",
        ["count/jobs.batch"] = "0",
        ["count/cronjobs.batch"] = "0",
    };

    /// <summary>Part of URNs, so it does not follow the name of the class.</summary>
    private const string TypeToken = "infra:monitoring:MonitoringHome";

    private readonly MonitoringPlan _plan;

    public MonitoringNamespaces(MonitoringPlan plan, ComponentResourceOptions options)
        : base(TypeToken, plan.System.ResourceName(plan.Namespace), options)
    {
        _plan = plan;
        Name = CreateNamespace(plan.Namespace, "restricted", PartsQuota);
        Agents = plan.Settings.Parts.NodeExporter || plan.HasLogs ? CreateNamespace(plan.AgentsNamespace, "privileged", AgentsQuota) : Name;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name });
    }

    /// <summary>The namespace of the parts without privileges.</summary>
    public Output<string> Name { get; }

    /// <summary>The namespace of the agents.</summary>
    public Output<string> Agents { get; }

    private Output<string> CreateNamespace(string name, string level, Dictionary<string, string> quota)
    {
        var labels = ServiceLabels.ForSystem(_plan.System);
        foreach (var mode in (ReadOnlySpan<string>)["enforce", "audit", "warn"])
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = level;
            labels[$"pod-security.kubernetes.io/{mode}-version"] = "latest";
        }

        var own = new CustomResourceOptions { Parent = this };
        var created = new Namespace(
            _plan.System.ResourceName(name),
            new NamespaceArgs { Metadata = new ObjectMetaArgs { Name = name, Labels = labels }.Annotate(_plan.System.Annotations) },
            own
        );
        var known = created.Metadata.Apply(metadata => metadata.Name);
        _ = new NetworkPolicy(
            _plan.System.ResourceName($"{name}-default-deny"),
            new NetworkPolicyArgs
            {
                Metadata = Metadata($"{name}-default-deny", known),
                Spec = new NetworkPolicySpecArgs { PodSelector = new LabelSelectorArgs(), PolicyTypes = { "Ingress", "Egress" } },
            },
            own
        );
        _ = new ResourceQuota(
            _plan.System.ResourceName($"{name}-bounds"),
            new ResourceQuotaArgs
            {
                Metadata = Metadata($"{name}-bounds", known),
                Spec = new ResourceQuotaSpecArgs { Hard = quota },
            },
            own
        );
        _ = new LimitRange(
            _plan.System.ResourceName($"{name}-defaults"),
            new LimitRangeArgs
            {
                Metadata = Metadata($"{name}-defaults", known),
                Spec = new LimitRangeSpecArgs
                {
                    Limits = new LimitRangeItemArgs
                    {
                        Type = "Container",
                        DefaultRequest = ResourceList.From(PartSizes.OnEachNode.Requests),
                        Default = ResourceList.From(PartSizes.OnEachNode.Limits),
                    },
                },
            },
            own
        );
        return known;
    }

    private ObjectMetaArgs Metadata(string name, Output<string> inNamespace) =>
        new ObjectMetaArgs
        {
            Name = name,
            Namespace = inNamespace,
            Labels = ServiceLabels.ForSystem(_plan.System),
        }.Annotate(_plan.System.Annotations);
}
