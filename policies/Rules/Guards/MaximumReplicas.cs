using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;

namespace Infra.Policies.Rules.Guards;

/// <summary>A zero too many is expensive.</summary>
internal sealed class MaximumReplicas : ClusterPolicy
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.MaximumReplicasSettings);

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        var maximum = findings.Settings<MaximumReplicasSettings>().Maximum;
        if (cluster.Scaling.Of(item).Most is var most && most > maximum)
            findings.Add($"{item} may have {most} replicas, more than {maximum}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "maximum-replicas",
        Summary = "No workload has more replicas than are allowed.",
        Remedy = "Lower the replicas or the autoscaler's maxReplicas, or raise the policy's maximum.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}

internal sealed record MaximumReplicasSettings
{
    [Description("The most replicas a workload may have.")]
    [Range(1, int.MaxValue)]
    public int Maximum { get; init; } = 100;
}
