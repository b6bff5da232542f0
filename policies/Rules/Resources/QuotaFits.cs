using System.Globalization;
using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>A quota below the workloads' minimum leaves some of them without pods.</summary>
internal sealed class QuotaFits()
    : ClusterPolicy(
        new()
        {
            Name = "quota-fits",
            Description = "Quotas allow the minimum requests of the namespace's workloads.",
            RemediationSteps = "Raise the quota, or lower the requests or the minimum replicas.",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    private const string Requests = "requests.";

    private static readonly string[] Quotas = ["ResourceQuota"];
    private static readonly string[] Amounts = ["requests.cpu", "requests.memory", "cpu", "memory", "pods"];

    protected override IReadOnlyList<string> Kinds => Quotas;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (item.Spec["scopes"].Exists || item.Spec["scopeSelector"].Exists)
        {
            return;
        }

        foreach (var name in Amounts)
        {
            var hard = item.Spec["hard"][name];
            if (!Quantity.TryParse(hard.Scalar, out var allowed))
            {
                continue;
            }

            var needed = cluster
                .Pods.In(item.Namespace)
                .Select(pods => GetAmountPerPod(pods.Pods, name) * (long)cluster.Scaling.GetReplicas(pods.Owner).Minimum)
                .Aggregate(Quantity.Zero, (sum, amount) => sum + amount);
            if (needed > allowed)
            {
                var amount = needed.ToDouble().ToString("0.###", CultureInfo.InvariantCulture);
                context.Report(
                    hard,
                    $"the quota allows {hard.Scalar} of {name}, the workloads of namespace '{item.Namespace}' need at least {amount}"
                );
            }
        }
    }

    private static Quantity GetAmountPerPod(PodTemplate pod, string name) =>
        name == "pods"
            ? Quantity.FromWhole(1)
            : PodResources.GetRequest(pod, name.StartsWith(Requests, StringComparison.Ordinal) ? name[Requests.Length..] : name);
}
