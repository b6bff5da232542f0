using System.Collections.Immutable;
using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Registries;
using Infra.Kubernetes;
using Infra.Kubernetes.Images;

namespace Infra.Engine.Images.Locking;

/// <summary>Asks a registry what an image's reference names.</summary>
internal sealed class ImageLocker(RegistryClient client)
{
    private const string UnknownPlatform = "unknown";
    private const int MaximumConfiguration = 4 << 20;

    /// <summary>Finds the digests of an image.</summary>
    /// <exception cref="ImageException">The registry does not have it or cannot be reached.</exception>
    public async Task<LockedImage> LockAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var repository = RepositoryName.Of(image);
        var manifest = await client.GetManifestAsync(repository, Reference(image), cancellationToken);
        var platforms = manifest.IsIndex
            ? manifest.Manifests.Where(child => child.Platform is not null).Select(child => (Platform: child.Platform!, child.Digest))
            : [(await ReadPlatformAsync(repository, manifest, cancellationToken), manifest.Descriptor.Digest)];

        // An index may have several variants of a platform, such as versions of Windows; runtimes take the first.
        return new LockedImage(
            manifest.Descriptor.Digest,
            platforms
                .DistinctBy(platform => platform.Platform, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(platform => platform.Platform, platform => platform.Digest, StringComparer.Ordinal)
        );
    }

    /// <summary>The digest or tag of a normalized reference.</summary>
    public static string Reference(ImageReference image) =>
        image.Digest is null || Sha256Digest.IsValid(image.Digest)
            ? image.Digest ?? image.Tag!
            : throw new ImageException($"{image}: the digest is not a SHA-256 digest, the only kind that infra supports");

    private async Task<string> ReadPlatformAsync(RepositoryName repository, ImageManifest manifest, CancellationToken cancellationToken)
    {
        var content = await client.Downloads.ReadAsync(repository, manifest.Config!, MaximumConfiguration, cancellationToken);
        try
        {
            using var configuration = JsonDocument.Parse(content);
            return ImageManifest.ReadPlatform(configuration.RootElement) ?? UnknownPlatform;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            // The configuration of an artifact may be anything.
            return UnknownPlatform;
        }
    }
}
