using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Guards;

/// <summary>A mistyped number of replicas is expensive.</summary>
internal sealed class MaximumReplicas()
    : ClusterPolicy(
        new()
        {
            Name = "maximum-replicas",
            Description = "No workload exceeds the allowed number of replicas.",
            RemediationSteps = "Lower the replicas or the autoscaler's maxReplicas, or raise the policy's maximum.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.MaximumReplicasSettings);

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var maximum = context.Settings<MaximumReplicasSettings>().Maximum;
        if (cluster.Scaling.GetReplicas(item).Maximum is var replicas && replicas > maximum)
        {
            context.Report($"{item} may have {replicas} replicas, more than {maximum}");
        }
    }
}

internal sealed record MaximumReplicasSettings
{
    [Description("The highest number of replicas allowed.")]
    [Range(1, int.MaxValue)]
    public int Maximum { get; init; } = 100;
}
