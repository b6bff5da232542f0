using System.CommandLine;

namespace Infra.Cli.Commands.Cluster.Metrics;

/// <summary><c>infra cluster metric</c>: the metrics of a simulated cluster, for autoscalers, alerts and <c>kubectl top</c>.</summary>
internal static class MetricCommand
{
    public static Command Create() =>
        new InfraCommand(
            "metric",
            "Set the metrics of a simulated cluster, so that autoscalers act on them",
            ("infra cluster metric set cpu 2 --for deployment/orders --total --stack dev", "Let the pods of orders use two cores together"),
            ("infra cluster metric list --stack dev", "Show what is set")
        )
        {
            SetMetricCommand.Create(),
            ListMetricsCommand.Create(),
            ClearMetricsCommand.Create(),
        };
}
