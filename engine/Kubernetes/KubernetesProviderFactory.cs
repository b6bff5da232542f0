using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <summary>Creates providers of the package <c>kubernetes</c>, for all versions of the package.</summary>
/// <param name="beforeUse">
/// Called with the kubeconfig of each provider that has one (a path or its content) when it is configured, so that a cluster can be
/// started. A <see cref="ResourceProviderException"/> fails the provider.
/// </param>
public sealed class KubernetesProviderFactory(Func<string, CancellationToken, Task>? beforeUse = null) : IProviderFactory
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Packages { get; } = ["kubernetes"];

    /// <inheritdoc/>
    public IResourceProvider Create(string package, string version, IProviderLog log) => new KubernetesProvider(log, beforeUse);
}
