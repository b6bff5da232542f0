using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes;

/// <summary>Creates providers of the package <c>kubernetes</c>, for all versions of the package.</summary>
/// <param name="beforeUse">
/// Called with the kubeconfig of each provider that has one (a path or its content) when it is configured, so that a cluster can be
/// started. A <see cref="ResourceProviderException"/> fails the provider.
/// </param>
/// <param name="findCure">Describes how to install a kind that a cluster does not serve; null if it is not known.</param>
/// <param name="findFeatureCure">Describes how to bring a feature that a cluster lacks; null if it does well without.</param>
public sealed class KubernetesProviderFactory(
    Func<string, CancellationToken, Task>? beforeUse = null,
    Func<MissingKind, string?>? findCure = null,
    Func<MissingFeature, string?>? findFeatureCure = null
) : IProviderFactory
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Packages { get; } = ["kubernetes"];

    /// <summary>Connects to the cluster of a provider with these inputs, outside of a deployment.</summary>
    internal async Task<ClusterLink> ConnectAsync(
        PropertyMap inputs,
        Func<string, string?> environment,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var settings = ProviderSettings.Parse(inputs, environment);
        if (beforeUse is not null && settings.Kubeconfig is { } kubeconfig)
        {
            await beforeUse(kubeconfig, cancellationToken);
        }

        return new ClusterLink(settings, environment, time, static _ => { });
    }

    /// <inheritdoc/>
    public IResourceProvider Create(string package, string version, IProviderLog log) =>
        new KubernetesProvider(log, beforeUse) { FindCure = findCure ?? (_ => null), FindFeatureCure = findFeatureCure ?? (_ => null) };
}
