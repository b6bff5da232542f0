using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Keda;

/// <summary>Converts the triggers of a ScaledObject to metrics of an autoscaler.</summary>
internal static class KedaMetrics
{
    /// <summary>The names and the keys of the target of triggers whose metric is named by one of their fields.</summary>
    private static readonly Dictionary<string, (string Prefix, string Field, string Target, string Default)> _known = new(
        StringComparer.Ordinal
    )
    {
        ["kafka"] = ("kafka-", "topic", "lagThreshold", "10"),
        ["rabbitmq"] = ("rabbitmq-", "queueName", "value", "20"),
        ["redis"] = ("redis-", "listName", "listLength", "5"),
        ["prometheus"] = ("prometheus", "", "threshold", "1"),
    };

    /// <summary>Creates a metric for each trigger.</summary>
    public static IReadOnlyList<JsonObject> Create(ObjectView item) =>
        [.. item.Source.Spec.Objects("triggers").Select((trigger, index) => Create(item.Name, trigger, index))];

    private static JsonObject Create(string owner, JsonObject trigger, int index)
    {
        var (type, metadata) = (trigger.Text("type") ?? "", trigger.Map("metadata"));
        if (type is "cpu" or "memory")
        {
            var value = metadata.Text("value") ?? "80";
            var target =
                (trigger.Text("metricType") ?? "Utilization") == "Utilization"
                    ? new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = int.Parse(value, CultureInfo.InvariantCulture) }
                    : new JsonObject { ["type"] = "AverageValue", ["averageValue"] = value };
            return new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = type, ["target"] = target },
            };
        }

        var (prefix, field, key, otherwise) = _known.GetValueOrDefault(type, (type, "", "value", "1"));
        var name = string.Create(CultureInfo.InvariantCulture, $"s{index}-{prefix}{Normalize(metadata.Text(field) ?? "")}");
        var metricType = trigger.Text("metricType") ?? "AverageValue";
        return new JsonObject
        {
            ["type"] = "External",
            ["external"] = new JsonObject
            {
                ["metric"] = new JsonObject
                {
                    ["name"] = name,
                    ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["scaledobject.keda.sh/name"] = owner } },
                },
                ["target"] = new JsonObject
                {
                    ["type"] = metricType,
                    [metricType == "Value" ? "value" : "averageValue"] = metadata.Text(key) ?? otherwise,
                },
            },
        };
    }

    private static string Normalize(string text) =>
        string.Concat(text.Select(character => character is '/' or '.' or ':' or '%' or '(' or ')' ? '-' : character));
}
