namespace Infra.Rehearsal.Calibration.Prometheus;

/// <summary>Reads what a Prometheus recorded of services.</summary>
internal sealed class MetricsReader(PrometheusClient prometheus, QueryRange range)
{
    /// <summary>Reads the recordings of a service. A service without metrics of its own has those of HAProxy.</summary>
    public async Task<ServiceMetrics> ReadAsync(CalibratedService service, CancellationToken cancellation)
    {
        var queries = new MetricQueries(service, range.Step);
        var external = await ReadAsync(queries.BalancedRate, MetricQueries.ExternalRequests, cancellation);
        var own = await ReadAsync(queries.OwnRate, service.Requests, cancellation);
        var ownLatency = await ReadAsync(queries.OwnLatency, service.Duration, cancellation);
        var startUps = await prometheus.QueryAsync(queries.StartUp, range, cancellation);
        return new ServiceMetrics
        {
            Service = service.Name,
            Rate = own.IsEmpty ? external : own,
            External = external,
            Cpu = await ReadAsync(queries.Cpu, MetricQueries.ContainerCpu, cancellation),
            Pods = await ReadAsync(queries.PodCount, MetricQueries.ContainerCpu, cancellation),
            Memory = await ReadAsync(queries.Memory, MetricQueries.ContainerMemory, cancellation),
            Latency = ownLatency.IsEmpty
                ? await ReadAsync(queries.BalancedLatency, MetricQueries.ExternalDuration, cancellation)
                : ownLatency,

            // A pod that becomes ready once more has a later time; its first is that of its start.
            StartUps = [.. startUps.Where(pod => pod.Count > 0).Select(pod => pod.Values.Min())],
            StartUpSource = $"{MetricQueries.ReadyTime} less {MetricQueries.StartTime}",
        };
    }

    private async Task<Recording> ReadAsync(string query, string source, CancellationToken cancellation) =>
        await prometheus.QueryAsync(query, range, cancellation) is [var series, ..] ? new Recording(source, series) : Recording.None;
}
