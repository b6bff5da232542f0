namespace Infra.Simulator.Api;

/// <summary>The metric sources of HorizontalPodAutoscalers.</summary>
internal static class MetricSources
{
    /// <summary>Finds the field of a metric that contains the source of a type; null for unknown types.</summary>
    public static string? FindField(string? type) =>
        type switch
        {
            "Resource" => "resource",
            "ContainerResource" => "containerResource",
            "Pods" => "pods",
            "Object" => "object",
            "External" => "external",
            _ => null,
        };
}
