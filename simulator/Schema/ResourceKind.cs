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
    /// <summary>Group and version as in <c>apiVersion</c>.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The identity of the kind in storage.</summary>
    public GroupResource Resource { get; } = new(Group, Plural);

    /// <summary>Names of the subresources: <c>status</c>, <c>scale</c>, ….</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];
}
