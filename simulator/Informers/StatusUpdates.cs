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

        // The status subresource writes these fields of the metadata, too; the rest of the object is not copied.
        var metadata = new JsonObject();
        foreach (var (field, value) in view.Source.Metadata)
        {
            if (
                field
                is "name"
                    or "namespace"
                    or "uid"
                    or "resourceVersion"
                    or "labels"
                    or "annotations"
                    or "finalizers"
                    or "ownerReferences"
            )
            {
                metadata[field] = value?.DeepClone();
            }
        }

        var body = new JsonObject
        {
            ["apiVersion"] = view.Source.ApiVersion,
            ["kind"] = view.Source.Kind,
            ["metadata"] = metadata,
            ["status"] = status.DeepClone(),
        };
        client.UpdateStatus(view.Source.Resource, body);
        return true;
    }
}
