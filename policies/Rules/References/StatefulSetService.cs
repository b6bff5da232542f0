using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>The names of a StatefulSet's pods are resolved by its headless Service.</summary>
internal sealed class StatefulSetService : ClusterPolicy
{
    private static readonly string[] StatefulSets = ["StatefulSet"];

    protected override IReadOnlyList<string> Kinds => StatefulSets;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        var written = item.Spec["serviceName"];
        if (written.Text is not { Length: > 0 } name)
            findings.Add(written, $"{item} names no Service, so its pods have no names in DNS");
        else if (cluster.Find("Service", item.Namespace, name) is not { } service)
            findings.Add(written, $"{item} names the Service '{name}', which does not exist in namespace '{item.Namespace}'");
        else if (service.Spec["clusterIP"].Text != "None")
            findings.Add(written, $"{item} names the Service '{name}', which is not headless");
        else if (item.Pods is { } pods && !LabelSelector.OfLabels(service.Spec["selector"]).Matches(pods.LabelValues))
            findings.Add(written, $"{item} names the Service '{name}', which does not select its pods");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "stateful-set-service",
        Summary = "StatefulSets name a headless Service that selects their pods.",
        Remedy = "Create a Service with clusterIP: None that selects the pods, and name it in serviceName.",
        Severity = Severity.Medium,
        Profile = Profile.Baseline,
    };
}
