using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers;

/// <summary>One entry of <c>status.conditions</c>.</summary>
/// <param name="Type">The aspect it describes, such as <c>Ready</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One word in CamelCase.</param>
/// <param name="Message">The human-readable message.</param>
internal sealed record Condition(string Type, string Status, string Reason = "", string Message = "")
{
    /// <summary><c>lastTransitionTime</c>: the last change of <see cref="Status"/>.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary><c>lastUpdateTime</c>: the last write; only in Deployments.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary><c>lastProbeTime</c>: the last check; only in Jobs and pods.</summary>
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary><c>observedGeneration</c>: the generation of the object that the condition describes; 0 for none.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Whether the status is <c>True</c>.</summary>
    public bool IsTrue => Status == "True";

    public static Condition FromJson(JsonObject json) =>
        new(json.Text("type") ?? "", json.Text("status") ?? "", json.Text("reason") ?? "", json.Text("message") ?? "")
        {
            LastTransitionTime = json.Time("lastTransitionTime"),
            LastUpdateTime = json.Time("lastUpdateTime"),
            LastProbeTime = json.Time("lastProbeTime"),
            ObservedGeneration = json.Number("observedGeneration") ?? 0,
        };

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = Type };
        if (ObservedGeneration > 0)
        {
            json["observedGeneration"] = ObservedGeneration;
        }

        json["status"] = Status;
        if (LastProbeTime is { } probed)
        {
            json["lastProbeTime"] = Timestamps.Format(probed);
        }

        if (LastUpdateTime is { } updated)
        {
            json["lastUpdateTime"] = Timestamps.Format(updated);
        }

        if (LastTransitionTime is { } changed)
        {
            json["lastTransitionTime"] = Timestamps.Format(changed);
        }

        if (Reason.Length > 0)
        {
            json["reason"] = Reason;
        }

        if (Message.Length > 0)
        {
            json["message"] = Message;
        }

        return json;
    }
}

/// <summary>Operations on <c>status.conditions</c>.</summary>
internal static class StatusConditions
{
    /// <summary>Reads <c>conditions</c> of a status.</summary>
    public static List<Condition> FromStatus(JsonObject? status) => [.. status.Objects("conditions").Select(Condition.FromJson)];

    /// <summary>Returns the condition of a type, or null.</summary>
    public static Condition? FindCondition(this IEnumerable<Condition> conditions, string type) =>
        conditions.FirstOrDefault(c => c.Type == type);

    /// <summary>
    /// Replaces the condition of the same type and moves it to the end; one with equal status and reason is kept. The transition time
    /// changes only with the status.
    /// </summary>
    public static void Set(this List<Condition> conditions, Condition condition, DateTimeOffset now)
    {
        var current = conditions.FindCondition(condition.Type);
        if (current is not null && current.Status == condition.Status && current.Reason == condition.Reason)
        {
            return;
        }

        conditions.Drop(condition.Type);
        conditions.Add(condition with { LastTransitionTime = current?.Status == condition.Status ? current.LastTransitionTime : now });
    }

    /// <summary>
    /// Replaces the condition of the same type in place, or appends it. The transition time changes only with the status.
    /// </summary>
    public static void Put(this List<Condition> conditions, Condition condition, DateTimeOffset now)
    {
        var at = conditions.FindIndex(c => c.Type == condition.Type);
        if (at < 0)
        {
            conditions.Add(condition with { LastTransitionTime = condition.LastTransitionTime ?? now });
        }
        else
        {
            conditions[at] = condition with
            {
                LastTransitionTime = conditions[at].Status == condition.Status ? conditions[at].LastTransitionTime : now,
            };
        }
    }

    public static void Drop(this List<Condition> conditions, string type) => conditions.RemoveAll(c => c.Type == type);

    public static JsonArray ToJson(this IEnumerable<Condition> conditions) => [.. conditions.Select(c => (JsonNode)c.ToJson())];
}
