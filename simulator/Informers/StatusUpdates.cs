using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers;

/// <summary>Writes statuses that have changed.</summary>
internal static class StatusUpdates
{
    /// <summary>Adds a number unless it is zero: Kubernetes omits zeros in most statuses.</summary>
    public static JsonObject AddUnlessZero(this JsonObject json, string key, long value)
    {
        if (value != 0)
        {
            json[key] = value;
        }

        return json;
    }

    /// <summary>Replaces the status if it differs from that of <paramref name="view"/>; returns whether it did.</summary>
    /// <exception cref="StatusException">The object has changed since it was read, or no longer exists.</exception>
    public static bool WriteStatus(this IClusterClient client, ObjectView view, JsonObject status)
    {
        if (JsonNode.DeepEquals(view.Source.Status, status))
        {
            return false;
        }

        var body = view.Source.Copy();
        body["status"] = status;
        client.UpdateStatus(view.Source.Resource, body);
        return true;
    }
}
