using System.Text.Json.Nodes;

namespace Infra.Simulator.Schema;

/// <summary>A version of a kind that a CustomResourceDefinition defines.</summary>
internal sealed class CustomKind
{
    /// <summary>The schema of the objects, including <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>.</summary>
    public required TypeSchema Type { get; init; }

    /// <summary>The <c>openAPIV3Schema</c> of the version.</summary>
    public required JsonObject OpenApi { get; init; }

    /// <summary><c>additionalPrinterColumns</c>; null for the default columns.</summary>
    public JsonArray? PrinterColumns { get; init; }

    /// <summary><c>subresources.scale</c>: the paths of its fields; null if the version has no scale subresource.</summary>
    public JsonObject? Scale { get; init; }

    /// <summary>The fields that field selectors may use, such as <c>spec.color</c>.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>Whether requests may use the version; objects may be stored in one that is not served.</summary>
    public bool IsServed { get; init; } = true;

    /// <summary>The warning in responses of a deprecated version; null for other versions.</summary>
    public string? DeprecationWarning { get; init; }
}
