using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Pods;

/// <summary>Creates pods from the templates of workloads.</summary>
internal static class PodTemplates
{
    /// <summary>Describes a pod to create, managed by <paramref name="owner"/>; its name is generated from the owner's.</summary>
    public static JsonObject NewPod(JsonObject template, KubeObject owner)
    {
        var metadata = new JsonObject { ["generateName"] = GenerateNamePrefix(owner.Name), ["namespace"] = owner.Namespace };
        foreach (var part in (ReadOnlySpan<string>)["labels", "annotations", "finalizers"])
        {
            if (template.Node("metadata", part) is { } value)
            {
                metadata[part] = value.DeepClone();
            }
        }

        metadata["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner).ToJson());
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template.Node("spec")?.DeepClone(),
        };
    }

    // A generated name with its suffix must fit into the 63 characters of a label.
    private static string GenerateNamePrefix(string name) => (name.Length > 57 ? name[..57] : name) + "-";
}
