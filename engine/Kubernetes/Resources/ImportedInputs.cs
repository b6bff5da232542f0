using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>The inputs that would make an object what it is, for one that comes into a stack from outside.</summary>
internal static class ImportedInputs
{
    private static readonly string[] MetadataOfTheServer = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"];

    /// <summary>Makes inputs of a live object: without its status and without what the server keeps in its metadata.</summary>
    public static JsonObject From(JsonObject live)
    {
        var inputs = live.Copy();
        inputs.Remove("status");
        if (inputs["metadata"] is JsonObject metadata)
        {
            foreach (var key in MetadataOfTheServer)
            {
                metadata.Remove(key);
            }

            if (metadata["annotations"] is JsonObject annotations)
            {
                annotations.Remove("deployment.kubernetes.io/revision");
                annotations.Remove(Annotations.LastAppliedConfiguration);
            }
        }

        return inputs;
    }
}
