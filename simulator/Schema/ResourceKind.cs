using Infra.Simulator.Objects;

namespace Infra.Simulator.Schema;

/// <summary>A kind of object in one version, as the API serves it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version within the group.</param>
/// <param name="Kind">The kind, such as <c>Pod</c>.</param>
/// <param name="Plural">The resource's name in URLs, such as <c>pods</c>.</param>
/// <param name="Namespaced">Whether the objects belong to namespaces; otherwise they are cluster-scoped.</param>
public sealed record ResourceKind(string Group, string Version, string Kind, string Plural, bool Namespaced)
{
    private static readonly GroupResource EventsOfEventsGroup = new("events.k8s.io", "events");

    /// <summary>Group and version as in <c>apiVersion</c>.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The resource type in URLs and messages.</summary>
    public GroupResource Resource { get; } = new(Group, Plural);

    /// <summary>The resource type in storage. Events of events.k8s.io are stored as events of the core group.</summary>
    public GroupResource StoredAs => Resource == EventsOfEventsGroup ? GroupResource.Events : Resource;

    /// <summary>The singular name, such as <c>pod</c>.</summary>
    public string Singular { get; init; } = "";

    /// <summary>The kind of lists, such as <c>PodList</c>.</summary>
    public string ListKind { get; init; } = Kind + "List";

    /// <summary>Short names for kubectl, such as <c>po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>The groups of resource types in kubectl that include this one, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The supported verbs, such as <c>list</c>.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>The subresources: <c>status</c>, <c>scale</c>, ….</summary>
    internal IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary>The name of the definition in the Kubernetes schema; empty for custom resources.</summary>
    internal string Definition { get; init; } = "";

    /// <summary>The definition of a custom resource; null for built-in kinds.</summary>
    internal CustomKind? Custom { get; init; }

    /// <summary>Whether the kind has a subresource of this name.</summary>
    public bool HasSubresource(string name) => Subresources.Any(subresource => subresource.Name == name);
}

/// <summary>A subresource; group, version and kind are those of its body.</summary>
internal sealed record Subresource(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);
