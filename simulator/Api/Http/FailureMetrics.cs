using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Infra.Simulator.Api.Http;

/// <summary>Counts the unexpected failures of the control plane's components.</summary>
internal sealed class FailureMetrics
{
    private const string Name = "simulator_component_failures_total";

    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.Ordinal);

    /// <summary>Counts a failure.</summary>
    public void Count(string component) => _failures.AddOrUpdate(component, 1, (_, count) => count + 1);

    /// <summary>Writes the metric in Prometheus' text format.</summary>
    public void Write(StringBuilder text)
    {
        MetricsEndpoint.Describe(text, Name, "counter", "Unexpected failures by component of the control plane; each was retried.");
        foreach (var (component, count) in _failures.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Name}{{component=\"{component}\"}} {count}\n");
        }
    }
}
