using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;
using Infra.Policies.Sdk.Values;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>Labels that every tool knows.</summary>
internal sealed class RecommendedLabels : ObjectPolicy, IRemediation
{
    private const string NameLabel = "app.kubernetes.io/name";
    private const string ManagedByLabel = "app.kubernetes.io/managed-by";

    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service"];

    public PropertyMap Remediate(AnalyzedResource resource)
    {
        if (KubernetesObject.Of(resource) is not [var item] || !item.Is(Workloads) || item.Root != resource.Root)
            return resource.Properties;
        var name = item.Metadata["name"].Text ?? resource.Name;
        return resource.Properties
            .Update(["metadata", "labels", NameLabel], present => present ?? name)
            .Update(["metadata", "labels", ManagedByLabel], present => present ?? "pulumi");
    }

    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (!item.Is(Workloads))
            return;
        foreach (var label in (string[])[NameLabel, ManagedByLabel])
            if (!item.Labels[label].Exists)
                findings.Add(item.Labels[label], $"{item} does not carry the label {label}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "recommended-labels",
        Summary = "Workloads and Services carry Kubernetes' recommended labels.",
        Remedy = "Add app.kubernetes.io/name and app.kubernetes.io/managed-by to metadata.labels.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
    };
}
