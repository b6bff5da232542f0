using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <summary>Creates providers of the package <c>kubernetes</c>, for all versions of the package.</summary>
public sealed class KubernetesProviderFactory : IProviderFactory
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Packages { get; } = ["kubernetes"];

    /// <inheritdoc/>
    public IResourceProvider Create(string package, string version, IProviderLog log) => new KubernetesProvider(log);
}
