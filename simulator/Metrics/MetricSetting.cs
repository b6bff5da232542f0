using System.Text.RegularExpressions;
using Infra.Kubernetes;

namespace Infra.Simulator.Metrics;

/// <summary>
/// The value of a metric that a user has set: for one object, for the pods of a workload, or of no object (an external metric).
/// Settings are entries of the ConfigMap <see cref="ConfigMapName"/>: <c>NAMESPACE_KIND_NAME_METRIC: "250m"</c>.
/// </summary>
/// <param name="Namespace">The namespace of the object, or of the autoscaler that reads an external metric.</param>
/// <param name="Kind">The object's kind in lower case, such as <c>deployment</c>; <see cref="External"/> for no object.</param>
/// <param name="Name">The object's name; empty for an external metric.</param>
/// <param name="Metric"><c>cpu</c> in cores, <c>memory</c> in bytes, or the name of a custom or external metric.</param>
/// <param name="Value">The value, of each pod where the object is a workload.</param>
/// <param name="IsTotal">True if the pods of a workload share the value, so that it falls for each as the workload grows.</param>
public sealed partial record MetricSetting(string Namespace, string Kind, string Name, string Metric, Quantity Value, bool IsTotal = false)
{
    /// <summary>The namespace of the ConfigMap.</summary>
    public const string ConfigMapNamespace = "kube-system";

    /// <summary>The name of the ConfigMap.</summary>
    public const string ConfigMapName = "simulated-metrics";

    /// <summary>The kind of external metrics.</summary>
    public const string External = "external";

    private const string TotalSuffix = " total";

    /// <summary>The key of its entry.</summary>
    public string Key => $"{Namespace}_{Kind}_{Name}_{Metric}";

    /// <summary>The text of its entry.</summary>
    public string Text => IsTotal ? Value + TotalSuffix : Value.ToString();

    /// <summary>Reads an entry; null if it is none.</summary>
    public static MetricSetting? Parse(string key, string text)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(text);
        var isTotal = text.EndsWith(TotalSuffix, StringComparison.Ordinal);
        return
            key.Split('_', 4) is [var inNamespace, var kind, var name, var metric]
            && IsMetricName(metric)
            && Quantity.TryParse(isTotal ? text[..^TotalSuffix.Length] : text, out var value)
            && !value.IsNegative
            ? new MetricSetting(inNamespace, kind, name, metric, value, isTotal)
            : null;
    }

    /// <summary>Whether a metric can have this name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, as in keys of ConfigMaps.</summary>
    public static bool IsMetricName(string name) => MetricName().IsMatch(name);

    [GeneratedRegex("^[-._a-zA-Z0-9]{1,128}$")]
    private static partial Regex MetricName();
}
