using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;

namespace Infra.Policies.Rules.Availability;

/// <summary>One pod is none while its node is drained.</summary>
internal sealed class MinimumReplicas : ClusterPolicy
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.MinimumReplicasSettings);

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        var minimum = findings.Settings<MinimumReplicasSettings>().Minimum;
        var fewest = cluster.Scaling.Of(item).Fewest;
        // Zero is a workload that is switched off.
        if (fewest > 0 && fewest < minimum)
            findings.Add(item.Spec["replicas"], $"{item} keeps {fewest} replica{(fewest.Equals(1) ? "" : "s")}, fewer than {minimum}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "minimum-replicas",
        Summary = "Deployments and StatefulSets keep enough replicas to lose one.",
        Remedy = "Set replicas, or the autoscaler's minReplicas, to the minimum or more.",
        Severity = Severity.High,
        Profile = Profile.Production,
    };
}

internal sealed record MinimumReplicasSettings
{
    [Description("The fewest replicas.")]
    [Range(1, int.MaxValue)]
    public int Minimum { get; init; } = 2;
}
