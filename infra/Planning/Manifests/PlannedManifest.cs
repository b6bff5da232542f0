using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Manifests;

/// <summary>An object of a manifest as it is deployed.</summary>
/// <param name="Source">The object as written.</param>
/// <param name="Body">The object with the stack's labels and annotations, without its namespace.</param>
/// <param name="Namespace">Its namespace; null for a cluster-scoped object.</param>
internal sealed record PlannedManifest(ManifestObject Source, JsonObject Body, string? Namespace)
{
    /// <summary>The fields of a Secret whose values are secret.</summary>
    private static readonly string[] SecretFields = ["data", "stringData"];

    /// <summary>Whether it is in the namespace that the stack creates.</summary>
    public bool IsInStackNamespace { get; init; }

    /// <summary>The positions of the objects that must exist before it.</summary>
    public ImmutableArray<int> DependsOn { get; init; } = [];

    /// <summary>The type token in Pulumi.</summary>
    public string Token => $"kubernetes:{(Source.Group.Length == 0 ? $"core/{Source.ApiVersion}" : Source.ApiVersion)}:{Source.Kind}";

    /// <summary>A name that is unique among the objects of its type.</summary>
    public string ResourceName => IsInStackNamespace || Namespace is null ? Source.Name! : $"{Namespace}/{Source.Name}";

    /// <summary>The fields whose values must not be shown.</summary>
    public IEnumerable<string> Secrets =>
        Source is { Kind: "Secret", Group: "" } ? SecretFields.Where(name => Body[name] is JsonObject) : [];
}
