using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers;

/// <summary>Removes finalizers from objects that may have changed since they were read.</summary>
internal static class FinalizerRemoval
{
    /// <summary>
    /// Removes a finalizer from the current version of an object. Does nothing if the object or its finalizer no longer exists, or if
    /// another object has the name.
    /// </summary>
    public static void RemoveFinalizer(this IClusterClient client, KubeObject item, string finalizer)
    {
        if (
            client.Find(item.Resource, item.Namespace, item.Name) is not { } current
            || current.Uid != item.Uid
            || !current.Finalizers.Contains(finalizer)
        )
        {
            return;
        }

        var body = current.Copy();
        JsonArray left = [.. current.Finalizers.Where(f => f != finalizer).Select(f => (JsonNode)f)];
        if (left.Count > 0)
        {
            body.GetOrAddObject("metadata")["finalizers"] = left;
        }
        else
        {
            body.GetOrAddObject("metadata").Remove("finalizers");
        }

        client.Update(item.Resource, body);
    }
}
