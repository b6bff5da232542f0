using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Preparation;

/// <summary>Keeps the fields of a pod that its subresources <c>ephemeralcontainers</c> and <c>resize</c> do not write.</summary>
internal static class PodSubresources
{
    public static void KeepOthers(JsonObject live, JsonObject body, string subresource)
    {
        var requested = body.Map("spec") ?? [];
        var spec = live.Map("spec")?.Clone() ?? [];
        if (subresource == "ephemeralcontainers")
        {
            Take(requested, spec, "ephemeralContainers");
        }
        else
        {
            TakeResources(requested, spec);
        }

        KeepMetadata(live, body);
        body["spec"] = spec;
        body["status"] = live["status"]?.DeepClone();
    }

    private static void KeepMetadata(JsonObject live, JsonObject body)
    {
        var (metadata, kept) = (body.Map("metadata") ?? [], live.Map("metadata")?.Clone() ?? []);
        Take(metadata, kept, "managedFields");
        Take(metadata, kept, "resourceVersion");
        body["metadata"] = kept;
    }

    /// <summary>
    /// A resize takes the resources of the pod, and the resources and resize policies of its containers. If the request adds, removes or
    /// renames containers, their lists stay as requested, so that validation refuses them.
    /// </summary>
    private static void TakeResources(JsonObject requested, JsonObject spec)
    {
        Take(requested, spec, "resources");
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var (before, after) = (spec.Objects(list).ToList(), requested.Objects(list).ToList());
            if (!before.Select(NameOf).SequenceEqual(after.Select(NameOf)))
            {
                Take(requested, spec, list);
                continue;
            }

            foreach (var (container, change) in before.Zip(after))
            {
                Take(change, container, "resources");
                Take(change, container, "resizePolicy");
            }
        }
    }

    private static string? NameOf(JsonObject container) => container.Text("name");

    private static void Take(JsonObject from, JsonObject to, string field)
    {
        to.Remove(field);
        if (from[field] is { } value)
        {
            to[field] = value.DeepClone();
        }
    }
}
