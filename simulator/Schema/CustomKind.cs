using System.Text.Json.Nodes;

namespace Infra.Simulator.Schema;

/// <summary>What a CustomResourceDefinition says of one version of its kind.</summary>
internal sealed class CustomKind
{
    /// <summary>The shape of the objects, with the fields of every object (<c>metadata</c>, …) left out.</summary>
    public required TypeSchema Type { get; init; }

    /// <summary>The <c>openAPIV3Schema</c> as it was given.</summary>
    public required JsonObject OpenApi { get; init; }

    /// <summary>The version whose form is stored.</summary>
    public required string StorageVersion { get; init; }

    /// <summary>The columns of <c>kubectl get</c>; null for the usual ones.</summary>
    public JsonArray? PrinterColumns { get; init; }

    /// <summary>Where the scale subresource finds its fields; null where there is none.</summary>
    public JsonObject? Scale { get; init; }

    /// <summary>What a client is told when it uses a deprecated version.</summary>
    public string? DeprecationWarning { get; init; }
}
