using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>A custom resource of a store whose servers an operator runs.</summary>
internal sealed record StoreObject
{
    /// <summary>The API group and version.</summary>
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required JsonObject Spec { get; init; }

    /// <summary>Labels by which the operator relates it to other objects.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Annotations that change what the operator does.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When it is ready, as Pulumi's annotation <c>pulumi.com/waitFor</c> says it; null as soon as it exists.</summary>
    public string? ReadyWhen { get; init; }

    /// <summary>The bucket whose address its spec has a text for; null if it has none.</summary>
    public BucketEndpoint? Bucket { get; init; }

    /// <summary>Whether data is lost with it, so that the rules of the store's data apply to it.</summary>
    public bool HasData { get; init; }

    /// <summary>Whether the operator writes a Secret of its name.</summary>
    public bool HasSecret { get; init; }

    /// <summary>Its place in the order of creation: those of a lower stage must be ready before it.</summary>
    public int Stage { get; init; }

    /// <summary>The API group.</summary>
    public string Group => ApiVersion.Split('/')[0];

    /// <summary>The type token in Pulumi.</summary>
    public string Token => $"kubernetes:{ApiVersion}:{Kind}";
}
