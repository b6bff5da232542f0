using Infra.Kubernetes.Selectors;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>A monitor without targets never raises an alert.</summary>
internal sealed class MonitorTarget()
    : ClusterPolicy(
        new()
        {
            Name = "monitor-target",
            Description = "ServiceMonitors and PodMonitors select targets that exist.",
            RemediationSteps = "Make the selector match the labels of a Service (ServiceMonitor) or of pods (PodMonitor).",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Monitors = ["ServiceMonitor.monitoring.coreos.com", "PodMonitor.monitoring.coreos.com"];

    protected override IReadOnlyList<string> Kinds => Monitors;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (item.Spec["namespaceSelector"]["any"].Flag == true)
        {
            return;
        }

        var selector = item.Spec["selector"].ToLabelSelector();
        var named = item.Spec["namespaceSelector"]["matchNames"].Items.Select(name => name.Text).OfType<string>().ToArray();
        string[] namespaces = named.Length > 0 ? named : [item.Namespace];
        if (
            namespaces.All(cluster.HasNamespace)
            && !namespaces.Any(name => item.Kind == "PodMonitor" ? cluster.Pods.Any(name, selector) : HasService(cluster, name, selector))
        )
        {
            context.Report(
                item.Spec["selector"],
                $"{item} selects no target in namespace '{string.Join("', '", namespaces)}' by '{selector}'"
            );
        }
    }

    private static bool HasService(Cluster cluster, string @namespace, LabelSelector selector) =>
        cluster
            .GetObjects("Service", @namespace)
            .Any(service =>
                selector.Matches(
                    service.Labels.Entries.ToDictionary(label => label.Key, label => label.Value.Scalar ?? "", StringComparer.Ordinal)
                )
            );
}
