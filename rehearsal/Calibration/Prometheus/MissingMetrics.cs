namespace Infra.Rehearsal.Calibration.Prometheus;

/// <summary>Says which metrics are missing, and what setting brings them.</summary>
internal static class MissingMetrics
{
    public static string Describe(CalibratedService service, string quantity) =>
        quantity switch
        {
            CsvMetrics.Rate =>
                $"{service.Name}: its requests are not counted, neither by {service.Requests}{{job=\"service/{service.Name}\"}} nor by "
                    + $"{MetricQueries.ExternalRequests}{{proxy=\"{service.Name}\"}}: set metrics.port of the service, or let HAProxy "
                    + "route to it with traffic.hosts",
            CsvMetrics.Cpu or CsvMetrics.Memory =>
                $"{service.Name}: {(quantity == CsvMetrics.Cpu ? MetricQueries.ContainerCpu : MetricQueries.ContainerMemory)} of its pods in "
                    + $"the namespace {service.Namespace} is not recorded: set infra:monitoring, whose job 'cadvisor' scrapes it",
            CsvMetrics.Latency =>
                $"{service.Name}: its durations are not recorded, neither by {service.Duration}_sum nor by {MetricQueries.ExternalDuration}: "
                    + "set metrics.duration of the service, or let HAProxy route to it with traffic.hosts",
            _ => $"{service.Name}: no start of a pod was recorded by {MetricQueries.ReadyTime} and {MetricQueries.StartTime}: "
                + "let infra:monitoring.parts.kubeStateMetrics be on, and choose a range with a rollout",
        };
}
