using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Changes metadata of objects.</summary>
internal static class MetadataChanges
{
    public static void AddFinalizer(this JsonObject metadata, string finalizer)
    {
        if (metadata.Array("finalizers") is not { } finalizers)
        {
            metadata["finalizers"] = finalizers = [];
        }

        if (!finalizers.Any(present => present?.ToString() == finalizer))
        {
            finalizers.Add(finalizer);
        }
    }
}
