using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers;

/// <summary>One entry of <c>status.conditions</c>.</summary>
/// <param name="Type">What it says something about.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One word in camel case.</param>
/// <param name="Message">The message for people.</param>
internal sealed record Condition(string Type, string Status, string Reason = "", string Message = "")
{
    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>When the condition was last written; only some kinds have it.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>When what the condition is about was last looked at; only some kinds have it.</summary>
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary>Whether the status is <c>True</c>.</summary>
    public bool IsTrue => Status == "True";

    /// <summary>Reads an entry.</summary>
    public static Condition FromJson(JsonObject json) => new(json.Text("type") ?? "", json.Text("status") ?? "", json.Text("reason") ?? "", json.Text("message") ?? "")
    {
        LastTransitionTime = json.Time("lastTransitionTime"),
        LastUpdateTime = json.Time("lastUpdateTime"),
        LastProbeTime = json.Time("lastProbeTime"),
    };

    /// <summary>The entry as JSON.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = Type, ["status"] = Status };
        if (LastProbeTime is { } probed)
            json["lastProbeTime"] = Timestamps.Write(probed);
        if (LastUpdateTime is { } updated)
            json["lastUpdateTime"] = Timestamps.Write(updated);
        if (LastTransitionTime is { } changed)
            json["lastTransitionTime"] = Timestamps.Write(changed);
        if (Reason.Length > 0)
            json["reason"] = Reason;
        if (Message.Length > 0)
            json["message"] = Message;
        return json;
    }
}

/// <summary>What can be done with a list of conditions.</summary>
internal static class StatusConditions
{
    /// <summary>Reads <c>conditions</c> of a status.</summary>
    public static List<Condition> Read(JsonObject? status) => [.. status.Objects("conditions").Select(Condition.FromJson)];

    /// <summary>The condition of a type, or null.</summary>
    public static Condition? Of(this IEnumerable<Condition> conditions, string type) => conditions.FirstOrDefault(c => c.Type == type);

    /// <summary>
    /// Replaces the condition of the same type, at the end of the list; one with equal status and reason stays as it is. The time of transition changes with the status only.
    /// </summary>
    public static void Set(this List<Condition> conditions, Condition wanted, DateTimeOffset now)
    {
        var current = conditions.Of(wanted.Type);
        if (current is not null && current.Status == wanted.Status && current.Reason == wanted.Reason)
            return;
        conditions.Drop(wanted.Type);
        conditions.Add(wanted with { LastTransitionTime = current?.Status == wanted.Status ? current.LastTransitionTime : now });
    }

    /// <summary>Replaces the condition of the same type where it stands, or adds it at the end.</summary>
    public static void Put(this List<Condition> conditions, Condition wanted, DateTimeOffset now)
    {
        var at = conditions.FindIndex(c => c.Type == wanted.Type);
        if (at < 0)
            conditions.Add(wanted with { LastTransitionTime = wanted.LastTransitionTime ?? now });
        else
            conditions[at] = wanted with { LastTransitionTime = conditions[at].Status == wanted.Status ? conditions[at].LastTransitionTime : now };
    }

    /// <summary>Removes the condition of a type.</summary>
    public static void Drop(this List<Condition> conditions, string type) => conditions.RemoveAll(c => c.Type == type);

    /// <summary>The list as JSON.</summary>
    public static JsonArray ToJson(this IEnumerable<Condition> conditions) => [.. conditions.Select(c => (JsonNode)c.ToJson())];
}
