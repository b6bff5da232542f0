using Infra.Engine.Errors;
using Infra.Engine.Registries;
using Infra.Kubernetes;

namespace Infra.Engine.Images.Bundles;

/// <summary>
/// Writes the images of a bundle to a registry, under the same paths and tags. What the registry has already is not sent again, so an
/// interrupted push continues where it was.
/// </summary>
internal sealed class BundlePush(RegistryClient client, ImageBundle bundle, IProgress<TransferProgress> progress)
{
    private const string DockerHub = "docker.io";
    private const string OfficialImages = "library/";

    /// <summary>The blobs of the target registry that are known, with a repository that has each.</summary>
    private readonly Dictionary<string, RepositoryName> _present = new(StringComparer.Ordinal);

    private readonly HashSet<(RepositoryName Repository, string Digest)> _complete = [];
    private long _done;
    private long _total;

    /// <summary>Writes all images.</summary>
    /// <param name="registry">The registry, a host with an optional path that is put before those of the images.</param>
    /// <param name="cancellationToken">Ends the push.</param>
    /// <exception cref="ImageException">Two images would have the same name, or the registry refuses one.</exception>
    public async Task<PushSummary> RunAsync(string registry, CancellationToken cancellationToken)
    {
        var targets = bundle.Images.SelectMany(image => FindTargets(image, registry)).ToArray();
        if (
            targets
                .GroupBy(target => $"{target.Repository}:{target.Reference}", StringComparer.Ordinal)
                .FirstOrDefault(group => group.Any(target => target.Digest != group.First().Digest)) is
            { } conflict
        )
        {
            throw new ImageException(
                $"{conflict.Key}: several images of the bundle would have this name: {string.Join(", ", conflict.Select(target => target.Image.Name))}; "
                    + "export them to bundles of their own and push these with different paths behind the registry"
            );
        }

        _total = targets.Sum(target => target.Image.Tree.Blobs.Sum(blob => blob.Size));
        var summary = new PushSummary { Images = targets.Length };
        foreach (var target in targets)
        {
            summary = await PushAsync(target, summary, cancellationToken);
        }

        return summary;
    }

    /// <summary>
    /// The names under which an image is written. Docker's official images have two: containerd asks mirrors for <c>library/redis</c>,
    /// and <c>redis</c> with another registry before it is that registry's <c>redis</c>.
    /// </summary>
    private static IEnumerable<Target> FindTargets(BundledImage image, string registry)
    {
        var reference = ImageReference.Parse(image.Name);
        var paths =
            reference.Registry == DockerHub && reference.Repository.StartsWith(OfficialImages, StringComparison.Ordinal)
                ? (string[])[reference.Repository, reference.Repository[OfficialImages.Length..]]
                : [reference.Repository];
        return paths.Select(path => new Target(
            image,
            RepositoryName.Of((reference with { Repository = path }).WithRegistry(registry)),
            reference.Tag ?? image.Tree.Root.Descriptor.Digest
        ));
    }

    private async Task<PushSummary> PushAsync(Target target, PushSummary summary, CancellationToken cancellationToken)
    {
        var (repository, tree) = (target.Repository, target.Image.Tree);
        if (await client.FindDigestAsync(repository, target.Reference, cancellationToken) == target.Digest)
        {
            foreach (var blob in tree.Blobs)
            {
                Remember(repository, blob);
                Report(target, blob.Size);
            }

            return summary with
            {
                Present = summary.Present + tree.Blobs.Count,
            };
        }

        foreach (var blob in tree.Blobs)
        {
            summary = await PushAsync(target, blob, summary, cancellationToken);
        }

        foreach (var manifest in tree.Manifests.SkipLast(1))
        {
            await client.PutManifestAsync(repository, manifest.Descriptor.Digest, manifest, cancellationToken);
        }

        await client.PutManifestAsync(repository, target.Reference, tree.Root, cancellationToken);
        return summary;
    }

    private async Task<PushSummary> PushAsync(Target target, Descriptor blob, PushSummary summary, CancellationToken cancellationToken)
    {
        var repository = target.Repository;
        if (_complete.Contains((repository, blob.Digest)) || await client.Uploads.ExistsAsync(repository, blob, cancellationToken))
        {
            Remember(repository, blob);
            Report(target, blob.Size);
            return summary with { Present = summary.Present + 1 };
        }

        var isSent = await client.Uploads.WriteAsync(
            repository,
            blob,
            _present.GetValueOrDefault(blob.Digest),
            (offset, length) => bundle.Open(blob, offset, length),
            sent => Report(target, sent),
            cancellationToken
        );
        Remember(repository, blob);
        if (isSent)
        {
            return summary with { Sent = summary.Sent + 1, SentBytes = summary.SentBytes + blob.Size };
        }

        Report(target, blob.Size);
        return summary with { Mounted = summary.Mounted + 1 };
    }

    private void Remember(RepositoryName repository, Descriptor blob)
    {
        _complete.Add((repository, blob.Digest));
        _present.TryAdd(blob.Digest, repository);
    }

    private void Report(Target target, long length)
    {
        _done += length;
        progress.Report(new TransferProgress($"{target.Repository}:{target.Reference}", _done, _total));
    }

    /// <summary>A name that an image is written under.</summary>
    private sealed record Target(BundledImage Image, RepositoryName Repository, string Reference)
    {
        public string Digest => Image.Tree.Root.Descriptor.Digest;
    }
}

/// <summary>What a push has done.</summary>
public sealed record PushSummary
{
    /// <summary>The number of names that were written.</summary>
    public int Images { get; init; }

    /// <summary>The blobs that were sent.</summary>
    public int Sent { get; init; }

    /// <summary>Their bytes.</summary>
    public long SentBytes { get; init; }

    /// <summary>The blobs that the registry took from another of its repositories.</summary>
    public int Mounted { get; init; }

    /// <summary>The blobs that the registry had already.</summary>
    public int Present { get; init; }
}
