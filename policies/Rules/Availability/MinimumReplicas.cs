using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>One pod is none while its node is drained.</summary>
internal sealed class MinimumReplicas() : ClusterPolicy(new()
{
    Name = "minimum-replicas",
    Description = "Deployments and StatefulSets keep enough replicas to lose one.",
    RemediationSteps = "Set replicas, or the autoscaler's minReplicas, to the minimum or more.",
    Severity = Severity.High,
    Profile = Profiles.Production,
})
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.MinimumReplicasSettings);

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var minimum = context.Settings<MinimumReplicasSettings>().Minimum;
        var fewest = cluster.Scaling.GetReplicas(item).Minimum;
        // Zero is a workload that is switched off.
        if (fewest > 0 && fewest < minimum)
            context.Report(item.Spec["replicas"], $"{item} keeps {fewest} replica{(fewest.Equals(1) ? "" : "s")}, fewer than {minimum}");
    }
}

internal sealed record MinimumReplicasSettings
{
    [Description("The fewest replicas.")]
    [Range(1, int.MaxValue)]
    public int Minimum { get; init; } = 2;
}
