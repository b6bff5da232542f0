using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>A monitor of nothing looks as healthy as one of something that never fails.</summary>
internal sealed class MonitorTarget : ClusterPolicy
{
    private static readonly string[] Monitors = ["ServiceMonitor.monitoring.coreos.com", "PodMonitor.monitoring.coreos.com"];

    protected override IReadOnlyList<string> Kinds => Monitors;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        if (item.Spec["namespaceSelector"]["any"].Flag == true)
            return;

        var selector = LabelSelector.Of(item.Spec["selector"]);
        var named = item.Spec["namespaceSelector"]["matchNames"].Items.Select(name => name.Text).OfType<string>().ToArray();
        string[] namespaces = named.Length > 0 ? named : [item.Namespace];
        if (namespaces.All(cluster.Inhabits) && !namespaces.Any(name => item.Kind == "PodMonitor" ? cluster.Pods.Any(name, selector) : HasService(cluster, name, selector)))
            findings.Add(item.Spec["selector"], $"{item} selects nothing in namespace '{string.Join("', '", namespaces)}' by '{selector}'");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "monitor-target",
        Summary = "ServiceMonitors and PodMonitors watch something.",
        Remedy = "Make the selector match the labels of a Service (ServiceMonitor) or of pods (PodMonitor).",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };

    private static bool HasService(Cluster cluster, string @namespace, LabelSelector selector) => cluster.OfKindIn("Service", @namespace).Any(service =>
        selector.Matches(service.Labels.Entries.ToDictionary(label => label.Key, label => label.Value.Scalar ?? "", StringComparer.Ordinal)));
}
