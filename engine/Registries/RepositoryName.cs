using Infra.Kubernetes;

namespace Infra.Engine.Registries;

/// <summary>A repository of a registry.</summary>
/// <param name="Registry">The registry as image references name it.</param>
/// <param name="Path">The path within the registry.</param>
internal sealed record RepositoryName(string Registry, string Path)
{
    /// <summary>The repository of a normalized reference.</summary>
    public static RepositoryName Of(ImageReference image) => new(image.Registry!, image.Repository);

    /// <inheritdoc/>
    public override string ToString() => $"{Registry}/{Path}";
}
