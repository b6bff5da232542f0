namespace Infra.Kubernetes.Schema;

/// <summary>An API group.</summary>
/// <param name="Name">Empty for the core group.</param>
/// <param name="Versions">The versions in order of preference.</param>
/// <param name="PreferredVersion">The version that clients should use.</param>
public sealed record SchemaGroup(string Name, IReadOnlyList<string> Versions, string PreferredVersion);

/// <summary>A resource of the API in one version.</summary>
public sealed record SchemaResource
{
    /// <summary>The API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The version within the group.</summary>
    public required string Version { get; init; }

    /// <summary>Group and version as in <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The kind of its objects, such as <c>Pod</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name in URLs, such as <c>pods</c>.</summary>
    public required string Plural { get; init; }

    /// <summary>The singular of <see cref="Plural"/>.</summary>
    public required string Singular { get; init; }

    /// <summary>Whether its objects live in namespaces.</summary>
    public required bool IsNamespaced { get; init; }

    /// <summary>The name of the definition of its objects.</summary>
    public required string Definition { get; init; }

    /// <summary>The supported verbs, as in discovery.</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>kubectl's abbreviations, such as <c>po</c>.</summary>
    public required IReadOnlyList<string> ShortNames { get; init; }

    /// <summary>The groups of resources in kubectl that it belongs to, such as <c>all</c>.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>The subresources, such as <c>status</c> and <c>scale</c>.</summary>
    public required IReadOnlyList<SchemaSubresource> Subresources { get; init; }
}

/// <summary>A subresource. Group, version and kind describe its body.</summary>
/// <param name="Name">The name in URLs, such as <c>scale</c>.</param>
/// <param name="Group">The body's API group.</param>
/// <param name="Version">The body's version.</param>
/// <param name="Kind">The body's kind.</param>
/// <param name="Verbs">The supported verbs.</param>
public sealed record SchemaSubresource(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);
