using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>Tools identify workloads by these labels.</summary>
internal sealed class RecommendedLabels()
    : ObjectPolicy(
        new()
        {
            Name = "recommended-labels",
            Description = "Workloads and Services have Kubernetes' recommended labels.",
            RemediationSteps = "Add app.kubernetes.io/name and app.kubernetes.io/managed-by to metadata.labels.",
            Severity = Severity.Low,
            Profile = Profiles.Advisory,
        }
    ),
        IRemediation
{
    private const string NameLabel = "app.kubernetes.io/name";
    private const string ManagedByLabel = "app.kubernetes.io/managed-by";

    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service"];

    public PropertyMap Remediate(PolicyResource resource, PolicyContext context)
    {
        if (KubernetesObject.From(resource) is not [var item] || !item.Is(Workloads) || item.Root != resource.Root)
        {
            return resource.Properties;
        }

        var name = item.Metadata["name"].Text ?? resource.Name;
        return resource
            .Properties.Update(["metadata", "labels", NameLabel], present => present ?? name)
            .Update(["metadata", "labels", ManagedByLabel], present => present ?? "pulumi");
    }

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is(Workloads))
        {
            return;
        }

        foreach (var label in (string[])[NameLabel, ManagedByLabel])
        {
            if (!item.Labels[label].Exists)
            {
                context.Report(item.Labels[label], $"{item} does not have the label {label}");
            }
        }
    }
}
