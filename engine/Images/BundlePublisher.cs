using Infra.Engine.Errors;
using Infra.Engine.Images.Bundles;
using Infra.Engine.Registries;

namespace Infra.Engine.Images;

/// <summary>Writes bundles to registries. It needs no project: the network of the registry may have none.</summary>
public static class BundlePublisher
{
    /// <summary>Verifies a bundle, then writes its images to a registry.</summary>
    /// <param name="path">The bundle.</param>
    /// <param name="registry">The registry, a host with an optional path.</param>
    /// <param name="isPlainHttp">True to call the registry without TLS.</param>
    /// <param name="progress">Receives what has been done.</param>
    /// <param name="cancellationToken">Ends the push, which the next one continues.</param>
    /// <exception cref="ImageException">The bundle is damaged, and nothing was written; or the registry refuses an image.</exception>
    public static Task<PushSummary> PushAsync(
        string path,
        string registry,
        bool isPlainHttp,
        IProgress<TransferProgress> progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(registry);
        var options = new RegistryOptions
        {
            Logins = DockerLogins.Ambient(TimeProvider.System),
            PlainHttp = isPlainHttp ? new HashSet<string> { registry.Split('/')[0] } : new HashSet<string>(),
        };
        return PushAsync(path, registry, options, progress, cancellationToken);
    }

    /// <summary>Verifies a bundle, then writes its images to a registry.</summary>
    internal static async Task<PushSummary> PushAsync(
        string path,
        string registry,
        RegistryOptions options,
        IProgress<TransferProgress> progress,
        CancellationToken cancellationToken
    )
    {
        using var bundle = await ImageBundle.OpenAsync(path, cancellationToken);
        await bundle.VerifyAsync(progress, cancellationToken);
        using var client = new RegistryClient(new RegistryConnection(options));
        return await new BundlePush(client, bundle, progress).RunAsync(registry, cancellationToken);
    }
}
