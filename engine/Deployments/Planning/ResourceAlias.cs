using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Planning;

/// <summary>A former name of a resource: a whole URN, or the parts in which it differs from the present one.</summary>
internal sealed record ResourceAlias
{
    /// <summary>The whole URN; empty where only parts are given.</summary>
    public Urn Urn { get; init; }

    /// <summary>Empty, like every other part, where it has not changed.</summary>
    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string Stack { get; init; } = "";

    public string Project { get; init; } = "";

    public Urn Parent { get; init; }

    /// <summary>True where the resource had no parent.</summary>
    public bool HadNoParent { get; init; }
}
