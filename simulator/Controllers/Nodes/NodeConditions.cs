using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Nodes;

/// <summary>The conditions of nodes, which keep the time of the last heartbeat.</summary>
internal static class NodeConditions
{
    private const string Heartbeat = "lastHeartbeatTime";

    public static JsonArray ToJson(IEnumerable<Condition> conditions, JsonObject status)
    {
        var heartbeats = status.Objects("conditions").ToDictionary(one => one.Text("type") ?? "", one => one[Heartbeat]);
        return new JsonArray([
            .. conditions.Select(condition =>
            {
                var json = condition.ToJson();
                json[Heartbeat] = heartbeats.GetValueOrDefault(condition.Type)?.DeepClone() ?? json["lastTransitionTime"]?.DeepClone();
                return json;
            }),
        ]);
    }
}
