using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>
/// The fields of a StatefulSet that others set and that must survive its recreation: the replicas of an autoscaler, and annotations such as
/// those of <c>kubectl rollout restart</c>, without which the pods would restart.
/// </summary>
internal static class ForeignFields
{
    private static readonly string[][] Maps =
    [
        ["metadata", "annotations"],
        ["metadata", "labels"],
        ["spec", "template", "metadata", "annotations"],
    ];

    /// <summary>Copies the fields of a live object that the program has never set; null if there are none.</summary>
    public static JsonObject? Find(JsonObject live, Change change)
    {
        var fields = new JsonObject
        {
            ["apiVersion"] = change.Manifest.Text("apiVersion"),
            ["kind"] = change.Manifest.Text("kind"),
            ["metadata"] = new JsonObject { ["name"] = change.Manifest.Name(), ["namespace"] = change.Manifest.Namespace() },
        };
        var isFound = false;
        foreach (var path in Maps)
        {
            foreach (var (key, value) in live.At(path) as JsonObject ?? [])
            {
                if (change.Manifest.At([.. path, key]) is null && change.OldInputs.At([.. path, key]) is null)
                {
                    Child(fields, path)[key] = value?.DeepClone();
                    isFound = true;
                }
            }
        }

        if (live.At("spec", "replicas") is { } replicas && change.Manifest.At("spec", "replicas") is null)
        {
            Child(fields, ["spec"])["replicas"] = replicas.DeepClone();
            isFound = true;
        }

        return isFound ? fields : null;
    }

    /// <summary>Adds fields to a manifest.</summary>
    public static JsonObject Unite(JsonObject manifest, JsonObject fields)
    {
        var united = manifest.Copy();
        Add(united, fields);
        return united;
    }

    private static void Add(JsonObject into, JsonObject fields)
    {
        foreach (var (key, value) in fields)
        {
            if (into[key] is JsonObject child && value is JsonObject more)
            {
                Add(child, more);
            }
            else if (into[key] is null)
            {
                into[key] = value?.DeepClone();
            }
        }
    }

    private static JsonObject Child(JsonObject parent, ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            parent = parent.ChildObject(key)!;
        }

        return parent;
    }
}
