using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api;

/// <summary>
/// Converts between autoscaling/v2 and autoscaling/v1, which has only a CPU percentage; the other fields are kept in annotations.
/// </summary>
internal static class HorizontalPodAutoscalerConversion
{
    private const string Metrics = "autoscaling.alpha.kubernetes.io/metrics";
    private const string CurrentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics";
    private const string Conditions = "autoscaling.alpha.kubernetes.io/conditions";
    private const string Behavior = "autoscaling.alpha.kubernetes.io/behavior";

    public static JsonObject ToV1(JsonObject v2)
    {
        var spec = v2.GetOrAddObject("spec");
        var metrics = spec.Array("metrics");
        var cpu = metrics?.OfType<JsonObject>().FirstOrDefault(IsCpuUtilization);
        if (cpu?.Number("resource", "target", "averageUtilization") is { } percentage)
        {
            spec["targetCPUUtilizationPercentage"] = percentage;
        }

        MoveToAnnotation(v2, spec, "metrics", Metrics, metrics is null ? null : Without(metrics, cpu));
        MoveToAnnotation(v2, spec, "behavior", Behavior, spec["behavior"]);
        var status = v2.GetOrAddObject("status");
        var current = status.Array("currentMetrics");
        var currentCpu = current?.OfType<JsonObject>().FirstOrDefault(IsCpu);
        if (currentCpu?.Number("resource", "current", "averageUtilization") is { } now)
        {
            status["currentCPUUtilizationPercentage"] = now;
        }

        MoveToAnnotation(v2, status, "currentMetrics", CurrentMetrics, current is null ? null : Without(current, currentCpu));
        MoveToAnnotation(v2, status, "conditions", Conditions, status["conditions"]);
        if (!status.ContainsKey("currentReplicas"))
        {
            status.Insert(0, "currentReplicas", 0);
        }

        status["desiredReplicas"] ??= 0;
        return v2;
    }

    public static JsonObject ToV2(JsonObject v1)
    {
        var spec = v1.GetOrAddObject("spec");
        var metrics = TakeAnnotation(v1, Metrics) as JsonArray ?? [];
        if (spec.Number("targetCPUUtilizationPercentage") is { } percentage)
        {
            metrics.Insert(0, CreateCpuMetric(percentage));
        }

        spec.Remove("targetCPUUtilizationPercentage");
        if (metrics.Count > 0)
        {
            spec["metrics"] = metrics;
        }

        if (TakeAnnotation(v1, Behavior) is { } behavior)
        {
            spec["behavior"] = behavior;
        }

        if (v1.Map("status") is { } status)
        {
            status.Remove("currentCPUUtilizationPercentage");
            if (status.Number("currentReplicas") == 0)
            {
                // In v2 this field is omitted when it is zero.
                status.Remove("currentReplicas");
            }

            status["currentMetrics"] = TakeAnnotation(v1, CurrentMetrics);
            if (TakeAnnotation(v1, Conditions) is { } conditions)
            {
                status["conditions"] = conditions;
            }
        }
        return v1;
    }

    private static JsonObject CreateCpuMetric(long percentage) =>
        new()
        {
            ["type"] = "Resource",
            ["resource"] = new JsonObject
            {
                ["name"] = "cpu",
                ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = percentage },
            },
        };

    private static bool IsCpu(JsonObject metric) => metric.Text("type") == "Resource" && metric.Text("resource", "name") == "cpu";

    private static bool IsCpuUtilization(JsonObject metric) =>
        IsCpu(metric) && metric.Number("resource", "target", "averageUtilization") is not null;

    private static JsonArray? Without(JsonArray metrics, JsonObject? removed)
    {
        var rest = metrics
            .Where(metric => metric is not null && !ReferenceEquals(metric, removed))
            .Select(metric => metric!.DeepClone())
            .ToArray();
        return rest.Length == 0 ? null : new JsonArray(rest);
    }

    private static void MoveToAnnotation(JsonObject body, JsonObject container, string field, string annotation, JsonNode? value)
    {
        if (value is not null)
        {
            body.GetOrAddObject("metadata").GetOrAddObject("annotations")[annotation] = value.ToJsonString(RelaxedJson.Options);
        }

        container.Remove(field);
    }

    private static JsonNode? TakeAnnotation(JsonObject body, string annotation)
    {
        if (body.Map("metadata", "annotations") is not { } annotations || annotations.Text(annotation) is not { } text)
        {
            return null;
        }

        annotations.Remove(annotation);
        if (annotations.Count == 0)
        {
            body.Map("metadata")!.Remove("annotations");
        }

        try
        {
            return UniqueKeyJson.Parse(text);
        }
        catch (JsonException)
        {
            // Kubernetes ignores a malformed annotation.
            return null;
        }
    }
}
