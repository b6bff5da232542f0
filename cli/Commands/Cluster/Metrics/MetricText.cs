using Infra.Simulator.Metrics;

namespace Infra.Cli.Commands.Cluster.Metrics;

/// <summary>Describes settings of metrics to users.</summary>
internal static class MetricText
{
    /// <summary>The metric and its object, such as <c>cpu of deployment/orders in shop</c>.</summary>
    public static string Describe(MetricSetting setting) =>
        setting.Kind == MetricSetting.External
            ? $"{setting.Metric}{(setting.Labels.Length > 0 ? $"{{{setting.Labels}}}" : "")} (external) in {setting.Namespace}"
            : $"{setting.Metric} of {setting.Kind}/{setting.Name} in {setting.Namespace}";
}
