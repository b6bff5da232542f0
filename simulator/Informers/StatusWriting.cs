using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers;

/// <summary>Writes statuses, but only where they change.</summary>
internal static class StatusWriting
{
    /// <summary>Adds a number unless it is zero, which Kubernetes leaves out of most statuses.</summary>
    public static JsonObject AddUnlessZero(this JsonObject json, string key, long value)
    {
        if (value != 0)
            json[key] = value;
        return json;
    }

    /// <summary>Replaces the status of the very version that was read; tells whether anything changed.</summary>
    /// <exception cref="StatusException">The object has changed meanwhile, or is gone.</exception>
    public static bool WriteStatus(this IClusterClient client, ObjectView view, JsonObject status)
    {
        if (JsonNode.DeepEquals(view.Source.Status, status))
            return false;
        var body = view.Source.Copy();
        body["status"] = status;
        client.UpdateStatus(view.Source.Resource, body);
        return true;
    }
}
