using Infra.Kubernetes.Selectors;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>A selector must select at least one pod.</summary>
/// <param name="details">The policy's name, description and defaults.</param>
/// <param name="kind">The kind that has the selector.</param>
/// <param name="field">The selector's field of the spec.</param>
/// <param name="findSelector">Returns the selector to validate; null if the object needs no pods.</param>
internal sealed class SelectsPods(
    PolicyDetails details,
    string kind,
    string field,
    Func<KubernetesObject, PropertyNode, LabelSelector?> findSelector
) : ClusterPolicy(details)
{
    private readonly string[] _kinds = [kind];

    public static IEnumerable<Policy> All =>
        [
            new SelectsPods(
                new()
                {
                    Name = "disruption-budget-selects",
                    Area = "Availability",
                    Description = "PodDisruptionBudgets select pods that exist.",
                    RemediationSteps = "Make the selector match the labels of the workload's pods.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Production,
                },
                "PodDisruptionBudget",
                "selector",
                (_, selector) => selector.ToLabelSelector()
            ),
            // An empty podSelector covers all pods of the namespace, even if there are none yet.
            new SelectsPods(
                new()
                {
                    Name = "network-policy-selects-pods",
                    Description = "NetworkPolicies select pods that exist.",
                    RemediationSteps = "Make podSelector match the labels of pods in the same namespace, or leave it empty for all.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Baseline,
                },
                "NetworkPolicy",
                "podSelector",
                (_, selector) => selector.ToLabelSelector() is { IsEmpty: false } found ? found : null
            ),
            // The endpoints of a Service without a selector are managed by others.
            new SelectsPods(
                new()
                {
                    Name = "service-selects-pods",
                    Description = "Services select pods that exist.",
                    RemediationSteps = "Make the selector match the labels of a workload's pods in the same namespace.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                },
                "Service",
                "selector",
                (item, selector) =>
                    item.Spec["type"].Text != "ExternalName" && selector.ToExactSelector() is { IsEmpty: false } found ? found : null
            ),
        ];

    protected override IReadOnlyList<string> Kinds => _kinds;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var written = item.Spec[field];
        if (
            findSelector(item, written) is { } selector
            && !cluster.Pods.Any(item.Namespace, selector)
            && !(kind == "NetworkPolicy" && RequestedPods.MayMatch(item.Namespace, selector, cluster))
        )
        {
            context.Report(written, $"{item} selects no pod of namespace '{item.Namespace}' by '{selector}'");
        }
    }
}
