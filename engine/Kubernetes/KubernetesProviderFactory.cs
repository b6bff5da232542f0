using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <summary>Makes providers of the package <c>kubernetes</c>. Every version of the package is served by the same code.</summary>
public sealed class KubernetesProviderFactory : IProviderFactory
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Packages { get; } = ["kubernetes"];

    /// <inheritdoc/>
    public IResourceProvider Create(string package, string version, IProviderLog log) => new KubernetesProvider(log);
}
