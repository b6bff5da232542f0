using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>A workload with one pod has none while its node is drained.</summary>
internal sealed class MinimumReplicas()
    : ClusterPolicy(
        new()
        {
            Name = "minimum-replicas",
            Description = "Deployments and StatefulSets have enough replicas to lose one.",
            RemediationSteps = "Set replicas, or the autoscaler's minReplicas, to at least the required minimum.",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.MinimumReplicasSettings);

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var minimum = context.Settings<MinimumReplicasSettings>().Minimum;
        var replicas = cluster.Scaling.GetReplicas(item).Minimum;
        // A workload with zero replicas is stopped on purpose.
        if (replicas > 0 && replicas < minimum)
        {
            context.Report(item.Spec["replicas"], $"{item} has {replicas} replica{(replicas.Equals(1) ? "" : "s")}, fewer than {minimum}");
        }
    }
}

internal sealed record MinimumReplicasSettings
{
    [Description("The lowest number of replicas allowed.")]
    [Range(1, int.MaxValue)]
    public int Minimum { get; init; } = 2;
}
