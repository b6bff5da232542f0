using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>A metric of an autoscaler cannot be evaluated.</summary>
/// <param name="reason">The reason of the condition.</param>
/// <param name="message">The cause.</param>
/// <param name="summary">The message of the condition.</param>
internal sealed class MetricFailure(string reason, string message, string summary) : Exception(message)
{
    /// <summary>The reason of the condition.</summary>
    public string Reason { get; } = reason;

    /// <summary>The message of the condition.</summary>
    public string Summary { get; } = summary;
}

/// <summary>The evaluation of one metric.</summary>
/// <param name="Replicas">The recommended number of pods.</param>
/// <param name="Name">Its name in messages.</param>
/// <param name="Status">Its entry in the autoscaler's status.</param>
internal sealed record MetricResult(int Replicas, string Name, JsonObject Status);

/// <summary>Evaluates the metrics of an autoscaler.</summary>
/// <param name="source">The source of the values.</param>
/// <param name="calculator">Computes the replicas.</param>
/// <param name="inNamespace">The autoscaler's namespace.</param>
/// <param name="pods">The pods of its target.</param>
internal sealed class MetricEvaluation(IMetricsSource source, ReplicaCalculator calculator, string inNamespace, IReadOnlyList<Pod> pods)
{
    /// <summary>Evaluates an entry of <c>spec.metrics</c>.</summary>
    /// <exception cref="MetricFailure">It cannot be evaluated.</exception>
    public MetricResult Evaluate(JsonObject metric) =>
        metric.Text("type") switch
        {
            "Resource" => Resource(metric.Map("resource") ?? [], "resource", "FailedGetResourceMetric", container: null),
            "ContainerResource" => Resource(
                metric.Map("containerResource") ?? [],
                "containerResource",
                "FailedGetContainerResourceMetric",
                metric.Text("containerResource", "container")
            ),
            "Pods" => Pods(metric.Map("pods") ?? []),
            "Object" => Object(metric.Map("object") ?? []),
            "External" => External(metric.Map("external") ?? []),
            var type => throw new MetricFailure(
                "InvalidMetricSourceType",
                $"unknown metric source type \"{type}\"",
                $"unknown metric source type \"{type}\""
            ),
        };

    private MetricResult Resource(JsonObject spec, string field, string reason, string? container)
    {
        var name = spec.Text("name") ?? "";
        var kind = container is null ? "resource" : "container resource";
        var percent = (int?)spec.Number("target", "averageUtilization");
        var measure = percent is null ? "usage" : "utilization";
        var summary = container is null ? $"{name} resource" : $"{container} container";
        return Guard(reason, $"failed to get {name} {measure}: ", $"failed to get {summary} metric value: ", () =>
        {
            var samples = source.Resource(pods, name, container);
            var proposal = percent is { } target
                ? calculator.ByUtilization(samples, target, name, container)
                : calculator.ByAverage(samples, Milli(spec, "averageValue"), isCpu: name == "cpu");
            var current = new JsonObject { ["averageValue"] = Text(proposal.MilliAverage, isBinary: name != "cpu") };
            if (proposal.Utilization is { } found)
            {
                current["averageUtilization"] = found;
            }

            var status = new JsonObject { ["name"] = name };
            if (container is not null)
            {
                status["container"] = container;
            }

            status["current"] = current;
            var type = container is null ? "Resource" : "ContainerResource";
            return new MetricResult(
                proposal.Replicas,
                percent is null ? $"{name} resource" : $"{name} {kind} utilization (percentage of request)",
                new JsonObject { ["type"] = type, [field] = status }
            );
        });
    }

    private MetricResult Pods(JsonObject spec)
    {
        var name = spec.Text("metric", "name") ?? "";
        return Guard("FailedGetPodsMetric", "", "failed to get pods metric value: ", () =>
        {
            var proposal = calculator.ByAverage(source.Pods(pods, name), Milli(spec, "averageValue"), isCpu: false);
            return Plain(proposal, $"pods metric {name}", "Pods", "pods", spec, "averageValue");
        });
    }

    private MetricResult Object(JsonObject spec)
    {
        var (name, kind) = (spec.Text("metric", "name") ?? "", spec.Text("describedObject", "kind") ?? "");
        var isValue = spec.Text("target", "type") == "Value";
        var summary = "failed to get object metric value: " + (isValue ? "" : $"failed to get {name} object metric: ");
        return Guard("FailedGetObjectMetric", "", summary, () =>
        {
            var value = source.Object(inNamespace, kind, spec.Text("describedObject", "name") ?? "", name);
            return isValue
                ? Plain(calculator.ByValue(value, Milli(spec, "value")), $"{kind} metric {name}", "Object", "object", spec, "value")
                : Plain(
                    calculator.ByValuePerPod(value, Milli(spec, "averageValue")),
                    GetExternalName(spec),
                    "Object",
                    "object",
                    spec,
                    "averageValue"
                );
        });
    }

    private MetricResult External(JsonObject spec)
    {
        var name = spec.Text("metric", "name") ?? "";
        var measure = spec.Text("target", "averageValue") is not null ? "averageValue" : "value";
        var cause = measure == "value" ? $"failed to get external metric {name}: " : $"failed to get {name} external metric: ";
        return Guard("FailedGetExternalMetric", "", $"failed to get {name} external metric value: {cause}", () =>
        {
            var value = source.External(inNamespace, name, spec.Map("metric", "selector")).SumClamped();
            var proposal =
                measure == "value"
                    ? calculator.ByValue(value, Milli(spec, measure))
                    : calculator.ByValuePerPod(value, Milli(spec, measure));
            return Plain(proposal, GetExternalName(spec), "External", "external", spec, measure);
        });
    }

    // Kubernetes names metrics of objects with a target per pod like external ones.
    private static string GetExternalName(JsonObject spec) =>
        $"external metric {spec.Text("metric", "name")}({SelectorText.Format(spec.Map("metric").Map("selector"))})";

    private static MetricResult Plain(Proposal proposal, string name, string type, string field, JsonObject spec, string measure)
    {
        var status = new JsonObject
        {
            ["metric"] = spec["metric"]?.DeepClone(),
            ["current"] = new JsonObject { [measure] = Text(proposal.MilliAverage, isBinary: false) },
        };
        if (spec["describedObject"] is { } described)
        {
            status["describedObject"] = described.DeepClone();
        }

        return new MetricResult(proposal.Replicas, name, new JsonObject { ["type"] = type, [field] = status });
    }

    /// <param name="reason">The reason of the condition and the event.</param>
    /// <param name="failure">Precedes the cause in the condition and the event.</param>
    /// <param name="summary">Precedes that in the event about all metrics.</param>
    /// <param name="evaluate">Evaluates the metric.</param>
    private static MetricResult Guard(string reason, string failure, string summary, Func<MetricResult> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (MetricUnavailableException unavailable)
        {
            throw new MetricFailure(reason, failure + unavailable.Message, summary + failure + unavailable.Message);
        }
    }

    private static long Milli(JsonObject spec, string measure) =>
        Quantity.TryParse(spec.Text("target", measure) ?? "", out var target) ? target.MilliValue : 1;

    private static string Text(long milli, bool isBinary) =>
        (isBinary && milli % 1000 == 0 ? Quantity.FromWhole(milli / 1000, QuantityFormat.BinarySI) : Quantity.FromMilli(milli)).ToString();
}
