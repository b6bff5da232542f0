using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Infra.Kubernetes;

namespace Infra.Simulator.Metrics;

/// <summary>
/// The value of a metric that a user has set: for one object, for the pods of a workload, or of no object (an external metric).
/// Settings are entries of the ConfigMap <see cref="ConfigMapName"/>: <c>NAMESPACE_KIND_NAME_METRIC: "250m"</c>. The labels of an external
/// metric follow its value: <c>"500 queue=orders"</c>; its name is then made from them, so that each series has an entry.
/// </summary>
/// <param name="Namespace">The namespace of the object, or of the autoscaler that reads an external metric.</param>
/// <param name="Kind">The object's kind in lower case, such as <c>deployment</c>; <see cref="External"/> for no object.</param>
/// <param name="Name">The object's name; for an external metric a name made from its labels, which is empty without any.</param>
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

    private const string Total = "total";
    private const int NameLength = 8;

    /// <summary>The labels of an external metric, such as <c>queue=orders,zone=a</c>, ordered by key; empty for none.</summary>
    public string Labels { get; init; } = "";

    /// <summary>The key of its entry.</summary>
    public string Key => $"{Namespace}_{Kind}_{Name}_{Metric}";

    /// <summary>The text of its entry.</summary>
    public string Text => string.Join(' ', ((string[])[Value.ToString(), IsTotal ? Total : "", Labels]).Where(part => part.Length > 0));

    /// <summary>Creates an external metric.</summary>
    /// <param name="inNamespace">The namespace of the autoscalers that read it.</param>
    /// <param name="metric">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Its labels.</param>
    public static MetricSetting CreateExternal(
        string inNamespace,
        string metric,
        Quantity value,
        IEnumerable<KeyValuePair<string, string>> labels
    )
    {
        var text = string.Join(
            ',',
            labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")
        );
        var name = text.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..NameLength];
        return new MetricSetting(inNamespace, External, name, metric, value) { Labels = text };
    }

    /// <summary>The labels of an external metric.</summary>
    public IReadOnlyDictionary<string, string> GetLabels() =>
        Labels
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(label => label.Split('=', 2))
            .DistinctBy(label => label[0])
            .ToDictionary(label => label[0], label => label.Length > 1 ? label[1] : "", StringComparer.Ordinal);

    /// <summary>Reads an entry; null if it is none.</summary>
    public static MetricSetting? Parse(string key, string text)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(' ');
        return
            parts.Length <= 2
            && key.Split('_', 4) is [var inNamespace, var kind, var name, var metric]
            && IsMetricName(metric)
            && Quantity.TryParse(parts[0], out var value)
            && !value.IsNegative
            ? parts switch
            {
                [_, Total] => new MetricSetting(inNamespace, kind, name, metric, value, IsTotal: true),
                [_, var labels] when kind == External && labels.Contains('=', StringComparison.Ordinal) => new MetricSetting(
                    inNamespace,
                    kind,
                    name,
                    metric,
                    value
                )
                {
                    Labels = labels,
                },
                [_, _] => null,
                _ => new MetricSetting(inNamespace, kind, name, metric, value),
            }
            : null;
    }

    /// <summary>Whether a metric can have this name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, as in keys of ConfigMaps.</summary>
    public static bool IsMetricName(string name) => MetricName().IsMatch(name);

    [GeneratedRegex("^[-._a-zA-Z0-9]{1,128}$")]
    private static partial Regex MetricName();
}
