using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>DNS resolves the names of a StatefulSet's pods by its headless Service.</summary>
internal sealed class StatefulSetService()
    : ClusterPolicy(
        new()
        {
            Name = "stateful-set-service",
            Description = "StatefulSets name a headless Service that selects their pods.",
            RemediationSteps = "Create a Service with clusterIP: None that selects the pods, and name it in serviceName.",
            Severity = Severity.Medium,
            Profile = Profiles.Baseline,
        }
    )
{
    private static readonly string[] StatefulSets = ["StatefulSet"];

    protected override IReadOnlyList<string> Kinds => StatefulSets;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var written = item.Spec["serviceName"];
        if (written.Text is not { Length: > 0 } name)
        {
            context.Report(written, $"{item} names no Service, so its pods have no DNS names");
        }
        else if (cluster.Find("Service", item.Namespace, name) is not { } service)
        {
            context.Report(written, $"{item} names the Service '{name}', which does not exist in namespace '{item.Namespace}'");
        }
        else if (service.Spec["clusterIP"].Text != "None")
        {
            context.Report(written, $"{item} names the Service '{name}', which is not headless");
        }
        else if (item.Pods is { } pods && !service.Spec["selector"].ToExactSelector().Matches(pods.LabelValues))
        {
            context.Report(written, $"{item} names the Service '{name}', which does not select its pods");
        }
    }
}
