using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Printing;

/// <summary>Formats the current and target values of a HorizontalPodAutoscaler.</summary>
internal static class AutoscalerTargets
{
    private const int MaximumMetrics = 2;

    public static string Format(KubeObject autoscaler)
    {
        var metrics = autoscaler.Spec.Objects("metrics").ToList();
        if (metrics.Count == 0)
        {
            return Cells.None;
        }

        var current = autoscaler.Status.Objects("currentMetrics").ToList();
        var texts = metrics.Take(MaximumMetrics).Select((metric, index) => Metric(metric, index < current.Count ? current[index] : null));
        var text = string.Join(", ", texts);
        return metrics.Count > MaximumMetrics
            ? string.Create(CultureInfo.InvariantCulture, $"{text} + {metrics.Count - MaximumMetrics} more...")
            : text;
    }

    private static string Metric(JsonObject metric, JsonObject? current)
    {
        var field = MetricSources.FindField(metric.Text("type")) ?? "";
        var target = metric.Map(field, "target");
        var now = current.Map(field, "current");
        var pair = $"{Value(now, target) ?? Cells.Unknown}/{Value(target, target) ?? "<auto>"}";
        var isAverage = target.Text("averageValue") is not null;
        return field switch
        {
            "resource" => $"{metric.Text(field, "name")}: {pair}",
            "containerResource" => $"{metric.Text(field, "name")}: {pair}",
            "object" or "external" when isAverage => $"{pair} (avg)",
            _ => pair,
        };
    }

    private static string? Value(JsonObject? values, JsonObject? target)
    {
        if (target.Text("averageValue") is not null)
        {
            return values.Text("averageValue");
        }

        if (target.Number("averageUtilization") is not null)
        {
            return values.Number("averageUtilization") is { } percentage ? $"{percentage}%" : null;
        }

        return values.Text("value");
    }
}
