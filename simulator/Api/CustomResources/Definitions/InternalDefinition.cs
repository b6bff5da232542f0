using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>
/// A definition as Kubernetes validates it: what all versions have in common stands once, above the versions. Error paths follow from this.
/// </summary>
internal sealed class InternalDefinition
{
    public InternalDefinition(JsonObject spec)
    {
        Spec = spec;
        Versions = [.. spec.Objects("versions")];
        Schema = FindCommon("schema");
        Subresources = FindCommon("subresources");
        Columns = FindCommon("additionalPrinterColumns");
        SelectableFields = FindCommon("selectableFields");
    }

    public JsonObject Spec { get; }

    public IReadOnlyList<JsonObject> Versions { get; }

    public Shared Schema { get; }

    public Shared Subresources { get; }

    public Shared Columns { get; }

    public Shared SelectableFields { get; }

    /// <summary>Whether any version has a status subresource.</summary>
    public bool HasStatus => Versions.Any(version => version.Map("subresources")?.ContainsKey("status") == true);

    /// <summary>A part of the versions.</summary>
    /// <param name="IsCommon">Whether all versions agree in it.</param>
    /// <param name="Value">What they agree in; null if they lack it or differ.</param>
    public sealed record Shared(bool IsCommon, JsonNode? Value);

    private Shared FindCommon(string field)
    {
        if (Versions.Count == 0)
        {
            return new Shared(false, null);
        }

        var isCommon = Versions.All(version => JsonNode.DeepEquals(version[field], Versions[0][field]));
        return new Shared(isCommon, isCommon ? Versions[0][field] : null);
    }
}
