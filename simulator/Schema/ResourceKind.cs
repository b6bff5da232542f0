using Infra.Simulator.Objects;

namespace Infra.Simulator.Schema;

/// <summary>A kind of object in one version, as the API serves it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version within the group.</param>
/// <param name="Kind">The kind, such as <c>Pod</c>.</param>
/// <param name="Plural">The resource's name in URLs, such as <c>pods</c>.</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
public sealed record ResourceKind(string Group, string Version, string Kind, string Plural, bool Namespaced)
{
    private static readonly GroupResource EventsOfTheirOwnGroup = new("events.k8s.io", "events");

    /// <summary>Group and version as in <c>apiVersion</c>.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The identity of the kind in URLs and messages.</summary>
    public GroupResource Resource { get; } = new(Group, Plural);

    /// <summary>The identity of the kind in storage.</summary>
    public GroupResource StoredAs => Resource == EventsOfTheirOwnGroup ? GroupResource.Events : Resource;

    /// <summary>Singular of <see cref="Plural"/>.</summary>
    public string Singular { get; init; } = "";

    /// <summary>The kind of a list of these.</summary>
    public string ListKind { get; init; } = Kind + "List";

    /// <summary>Short names for the command line.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups of resources this one belongs to, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What can be done with it, as discovery names it.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>The subresources: <c>status</c>, <c>scale</c>, ….</summary>
    internal IReadOnlyList<Subresource> SubresourceDetails { get; init; } = [];

    /// <summary>The name of the definition in the Kubernetes schema; empty for custom resources.</summary>
    internal string Definition { get; init; } = "";

    /// <summary>What a CustomResourceDefinition says of the kind; null for built-in kinds.</summary>
    internal CustomKind? Custom { get; init; }

    /// <summary>Whether the kind has a subresource of this name.</summary>
    public bool HasSubresource(string name) => SubresourceDetails.Any(subresource => subresource.Name == name);
}

/// <summary>A subresource; group, version and kind are those of its body.</summary>
internal sealed record Subresource(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);
