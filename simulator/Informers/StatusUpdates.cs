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

        // Only the status is written, so the rest of the object is not copied.
        var body = new JsonObject
        {
            ["apiVersion"] = view.Source.ApiVersion,
            ["kind"] = view.Source.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = view.Name,
                ["namespace"] = view.Namespace,
                ["uid"] = view.Uid,
                ["resourceVersion"] = view.Source.Metadata["resourceVersion"]?.DeepClone(),
            },
            ["status"] = status.DeepClone(),
        };
        if (view.Namespace.Length == 0)
        {
            body.Map("metadata")!.Remove("namespace");
        }

        client.UpdateStatus(view.Source.Resource, body);
        return true;
    }
}
