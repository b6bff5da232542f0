using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Computes the inputs of an imported object.</summary>
internal static class ImportedInputs
{
    private static readonly string[] MetadataOfTheServer = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"];

    /// <summary>Converts a live object to inputs: without status and server-set metadata.</summary>
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
