using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Keda;

/// <summary>Converts the triggers of a ScaledObject to metrics of an autoscaler.</summary>
internal static class KedaMetrics
{
    private static readonly Dictionary<string, KnownTrigger> _known = new(StringComparer.Ordinal)
    {
        ["kafka"] = new("kafka-", "topic", "lagThreshold", "10", "activationLagThreshold"),
        ["rabbitmq"] = new("rabbitmq-", "queueName", "value", "20", "activationValue"),
        ["redis"] = new("redis-", "listName", "listLength", "5", "activationListLength"),
        ["prometheus"] = new("prometheus", "", "threshold", "1", "activationThreshold"),
    };

    /// <summary>Creates a metric for each trigger.</summary>
    public static IReadOnlyList<JsonObject> Create(ObjectView item) =>
        [.. item.Source.Spec.Objects("triggers").Select((trigger, index) => Create(item.Name, trigger, index))];

    /// <summary>The value above which a trigger is active: its workload needs at least one pod.</summary>
    public static double GetActivation(JsonObject trigger) =>
        double.TryParse(
            trigger.Map("metadata").Text(Find(trigger.Text("type") ?? "").Activation),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var threshold
        )
            ? threshold
            : 0;

    private static KnownTrigger Find(string type) =>
        _known.GetValueOrDefault(type) ?? new KnownTrigger(type, "", "value", "1", "activationValue");

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

        var (prefix, field, key, otherwise, _) = Find(type);
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

    /// <summary>The keys of a kind of trigger.</summary>
    /// <param name="Prefix">What the name of its metric starts with.</param>
    /// <param name="Field">The key whose value ends the name.</param>
    /// <param name="Target">The key of the target.</param>
    /// <param name="Default">The target without the key.</param>
    /// <param name="Activation">The key of the value above which it is active.</param>
    private sealed record KnownTrigger(string Prefix, string Field, string Target, string Default, string Activation);
}
