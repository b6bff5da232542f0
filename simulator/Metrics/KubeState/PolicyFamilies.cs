using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Metrics.KubeState.StateFamilies;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>The metrics of autoscalers and disruption budgets.</summary>
internal static class PolicyFamilies
{
    /// <summary>The fields of a metric's target or current value, with the label of each.</summary>
    private static readonly (string Field, string Label)[] Values =
    [
        ("value", "value"),
        ("averageValue", "average"),
        ("averageUtilization", "utilization"),
    ];

    public static IReadOnlyList<StateResource> All { get; } =
    [
        new(
            GroupResource.HorizontalPodAutoscalers,
            "horizontalpodautoscaler",
            [
                Info("kube_horizontalpodautoscaler_info", "Target of the autoscaler", item =>
                    [
                        .. item.Spec.Text("scaleTargetRef", "apiVersion") is { Length: > 0 } version
                            ? [("scaletargetref_api_version", version)]
                            : ((string, string)[])[],
                        ("scaletargetref_kind", item.Spec.Text("scaleTargetRef", "kind") ?? ""),
                        ("scaletargetref_name", item.Spec.Text("scaleTargetRef", "name") ?? ""),
                    ]
                ),
                Generation("horizontalpodautoscaler"),
                Number("kube_horizontalpodautoscaler_spec_max_replicas", "Largest number of pods", "spec", "maxReplicas"),
                new("kube_horizontalpodautoscaler_spec_min_replicas", "Smallest number of pods", (item, samples) =>
                    samples.Add(item.Spec.Number("minReplicas") ?? 1)
                ),
                new("kube_horizontalpodautoscaler_spec_target_metric", "Targets of the metrics", (item, samples) =>
                    WriteMetrics(item.Spec.Objects("metrics"), "target", samples)
                ),
                new("kube_horizontalpodautoscaler_status_target_metric", "Current values of the metrics", (item, samples) =>
                    WriteMetrics(item.Status.Objects("currentMetrics"), "current", samples)
                ),
                Number("kube_horizontalpodautoscaler_status_current_replicas", "Pods", "status", "currentReplicas"),
                Number("kube_horizontalpodautoscaler_status_desired_replicas", "Desired pods", "status", "desiredReplicas"),
                Conditions("kube_horizontalpodautoscaler_status_condition"),
                Created("horizontalpodautoscaler"),
                Deletion("horizontalpodautoscaler"),
            ]
        ),
        new(
            GroupResource.PodDisruptionBudgets,
            "poddisruptionbudget",
            [
                Created("poddisruptionbudget"),
                Number("kube_poddisruptionbudget_status_current_healthy", "Healthy pods", "status", "currentHealthy"),
                Number("kube_poddisruptionbudget_status_desired_healthy", "Pods that must be healthy", "status", "desiredHealthy"),
                Number(
                    "kube_poddisruptionbudget_status_pod_disruptions_allowed",
                    "Pods that may be evicted",
                    "status",
                    "disruptionsAllowed"
                ),
                Number("kube_poddisruptionbudget_status_expected_pods", "Pods of the budget", "status", "expectedPods"),
                ObservedGeneration("poddisruptionbudget"),
                Deletion("poddisruptionbudget"),
            ]
        ),
    ];

    private static void WriteMetrics(IEnumerable<JsonObject> metrics, string measured, StateSamples samples)
    {
        foreach (var metric in metrics)
        {
            var type = metric.Text("type") ?? "";
            if (type.Length == 0 || metric.Map(char.ToLowerInvariant(type[0]) + type[1..]) is not { } source)
            {
                continue;
            }

            var name = source.Text("metric", "name") ?? source.Text("name") ?? "";
            foreach (var (field, label) in Values)
            {
                if (source.Node(measured, field) is { } value)
                {
                    samples.Add(Quantity.FromJson(value).ToDouble(), ("metric_name", name), ("metric_target_type", label));
                }
            }
        }
    }
}
