using System.CommandLine;
using Infra.Kubernetes;
using Infra.Simulator.Metrics;

namespace Infra.Cli.Commands.Cluster.Metrics;

/// <summary><c>infra cluster metric set</c>.</summary>
internal static class SetMetricCommand
{
    public static Command Create()
    {
        var metric = new Argument<string>("METRIC") { Description = "cpu in cores, memory in bytes, or the name of another metric" };
        var value = new Argument<string>("VALUE") { Description = "A quantity, such as 250m or 64Mi" };
        var total = new Option<bool>("--total") { Description = "The pods of the workload share the value" };
        var labels = new Option<string[]>("--label")
        {
            Description = "A label of an external metric, by which autoscalers select it",
            HelpName = "KEY=VALUE",
        };
        var target = new MetricTarget();
        var selection = new ClusterSelection();
        var command = new InfraCommand(
            "set",
            "Set a metric of an object, or an external metric of a namespace",
            ("infra cluster metric set cpu 250m --for deployment/orders --stack dev", "Let each pod of orders use a quarter of a core"),
            (
                "infra cluster metric set cpu 2 --for deployment/orders --total --stack dev",
                "Let the pods of orders share a load of two cores"
            ),
            (
                "infra cluster metric set lag 500 --namespace shop --label queue=orders --name dev",
                "Set an external metric, which autoscalers in shop read"
            )
        )
        {
            metric,
            value,
            total,
            labels,
        };
        target.AddTo(command);
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var name = parsed.GetRequiredValue(metric);
                if (!MetricSetting.IsMetricName(name))
                {
                    throw new UsageException($"'{name}' is not a metric's name: use letters, digits, '-', '_' and '.'");
                }

                var text = parsed.GetRequiredValue(value);
                if (!Quantity.TryParse(text, out var quantity) || quantity.IsNegative)
                {
                    throw new UsageException($"'{text}' is not a quantity of at least 0, such as 250m, 2 or 64Mi");
                }

                await RunningCluster.ForEachAsync(
                    selection,
                    parsed,
                    async (cluster, client) =>
                    {
                        var (inNamespace, kind, subject) = await target.FindAsync(parsed, client, cancellationToken);
                        var setting = Create(
                            inNamespace,
                            kind,
                            subject,
                            name,
                            quantity,
                            parsed.GetValue(total),
                            parsed.GetValue(labels) ?? []
                        );
                        await MetricMap.WriteAsync(client, [KeyValuePair.Create(setting.Key, (string?)setting.Text)], cancellationToken);
                        Console.WriteLine($"{MetricText.Describe(setting)} is {setting.Text} in the cluster '{cluster.Name}'");
                    },
                    cancellationToken
                );
                return 0;
            }
        );
        return command;
    }

    private static MetricSetting Create(
        string inNamespace,
        string kind,
        string subject,
        string metric,
        Quantity value,
        bool isTotal,
        string[] labels
    )
    {
        if (kind == MetricSetting.External)
        {
            return MetricSetting.CreateExternal(inNamespace, metric, value, labels.Select(ParseLabel).DistinctBy(label => label.Key));
        }

        return labels.Length == 0
            ? new MetricSetting(inNamespace, kind, subject, metric, value, isTotal)
            : throw new UsageException("--label is for external metrics: leave out --label, or --for");
    }

    private static KeyValuePair<string, string> ParseLabel(string text) =>
        text.Split('=') is [var key, var value] && ObjectNames.IsLabelKey(key) && ObjectNames.IsLabelValue(value)
            ? KeyValuePair.Create(key, value)
            : throw new UsageException($"'{text}' is not a label: write --label KEY=VALUE, as in --label queue=orders");
}
