namespace Infra.Simulator.Metrics.Exposition;

/// <summary>The type of a metric family, as Prometheus' text format names it.</summary>
internal enum MetricType
{
    /// <summary>A value that may fall.</summary>
    Gauge,

    /// <summary>A value that only grows.</summary>
    Counter,

    /// <summary>Counts by upper bound, with their sum.</summary>
    Histogram,
}
