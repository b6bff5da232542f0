using System.Collections.Immutable;
using Infra.Engine.Errors;
using Infra.Engine.Images.Bundles;
using Infra.Engine.Images.Inventory;
using Infra.Engine.Images.Locking;
using Infra.Engine.Images.Signatures;
using Infra.Engine.Operations.Rendering;
using Infra.Engine.Registries;
using Infra.Kubernetes;
using Infra.Kubernetes.Images;

namespace Infra.Engine.Images;

/// <summary>Lists, locks, verifies and exports the images of stacks.</summary>
public sealed class ImageTasks : IDisposable
{
    private readonly ImageProject _project;
    private readonly RegistryClient _client;
    private readonly SignatureCheck _signatures;

    /// <summary>Creates the tasks of a project.</summary>
    public ImageTasks(ImageProject project)
        : this(project, DockerLogins.Ambient(TimeProvider.System), TimeProvider.System) { }

    /// <summary>Creates the tasks of a project with other credentials and another clock.</summary>
    internal ImageTasks(ImageProject project, IRegistryLogins logins, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(project);
        _project = project;
        _client = new RegistryClient(
            new RegistryConnection(
                new RegistryOptions
                {
                    Logins = logins,
                    PlainHttp = project.Sources.PlainHttp,
                    Time = time,
                }
            )
        );
        _signatures = new SignatureCheck(_client);
    }

    /// <summary>Lists the images of rendered resources and those that the project adds.</summary>
    public StackImages List(IEnumerable<RenderedResource> resources) => ImageInventory.Read(resources, _project.Sources.Additional);

    /// <summary>The locked digest of an image; null if it is not in the lock file.</summary>
    public LockedImage? FindLocked(StackImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return _project.Lock?.Find(image.Reference, _project.Sources.Mirrors);
    }

    /// <summary>Writes the lock file: adds the images that it lacks and keeps the digests of the others.</summary>
    /// <param name="images">The images of the stacks.</param>
    /// <param name="isComplete">True if these are all stacks, so that other images are removed.</param>
    /// <param name="updates">True to ask for all digests again.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="ImageException">A registry lacks an image, refuses it, or does not answer; the file stays as it was.</exception>
    public async Task<LockResult> LockAsync(
        IReadOnlyList<StackImage> images,
        bool isComplete,
        bool updates,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        var old = _project.Lock ?? ImageLock.Empty;
        var names = images.Select(image => (image.Reference, Name: old.FindName(image.Reference, _project.Sources.Mirrors))).ToArray();
        var asked = names
            .Where(image => image.Name is null || updates)
            .Select(image => image.Name is null ? image.Reference : ImageReference.Parse(image.Name))
            .DistinctBy(image => image.ToString(), StringComparer.Ordinal)
            .ToArray();
        var locker = new ImageLocker(_client);
        var found = await ImageRequests.RunAsync(
            asked,
            async (image, token) =>
            {
                var locked = await locker.LockAsync(image, token);
                await CheckSignatureAsync(image, locked.Digest, token);
                return KeyValuePair.Create(image.ToString(), locked);
            },
            cancellationToken
        );
        var used = names.Select(image => image.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var kept = old.Images.Where(image => !isComplete || used.Contains(image.Key));
        var changed = old.Images.RemoveRange(old.Images.Keys).AddRange(kept).SetItems(found);
        return new LockResult
        {
            IsWritten = _project.Write(new ImageLock(changed)),
            Total = changed.Count,
            Added = [.. changed.Keys.Where(name => !old.Images.ContainsKey(name))],
            Changed =
            [
                .. changed
                    .Where(image => old.Images.TryGetValue(image.Key, out var before) && before.Digest != image.Value.Digest)
                    .Select(image => image.Key),
            ],
            Removed = [.. old.Images.Keys.Where(name => !changed.ContainsKey(name))],
        };
    }

    /// <summary>Compares the lock file with the stacks and, unless offline, with the registries.</summary>
    /// <param name="images">The images of the stacks.</param>
    /// <param name="isComplete">True if these are all stacks, so that other images are not needed.</param>
    /// <param name="isOffline">True to call no registry.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The differences; none if all is well.</returns>
    /// <exception cref="ImageException">A registry refuses the credentials.</exception>
    public async Task<IReadOnlyList<string>> VerifyAsync(
        IReadOnlyList<StackImage> images,
        bool isComplete,
        bool isOffline,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        var locked = _project.Lock
            ?? throw new ConfigurationException($"{_project.LockPath}: does not exist: write it with `infra images lock`");
        var differences = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        var known = new List<(StackImage Image, LockedImage Locked)>();
        foreach (var image in images)
        {
            if (locked.FindName(image.Reference, _project.Sources.Mirrors) is { } name)
            {
                used.Add(name);
                known.Add((image, locked.Images[name]));
            }
            else
            {
                differences.Add($"{image.Reference}: not in the lock file, but needed by {image.Users[0]}: run `infra images lock`");
            }
        }

        if (isComplete)
        {
            differences.AddRange(
                locked
                    .Images.Keys.Where(name => !used.Contains(name))
                    .Select(name => $"{name}: in the lock file, but no stack needs it: run `infra images lock`")
            );
        }

        if (!isOffline)
        {
            var remote = await ImageRequests.RunAsync(
                known,
                (image, token) => FindDifferenceAsync(image.Image.Reference, image.Locked, token),
                cancellationToken
            );
            differences.AddRange(remote.OfType<string>());
        }

        return differences;
    }

    /// <summary>Writes a bundle with all content of the images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="path">The file.</param>
    /// <param name="progress">Receives what has been transferred.</param>
    /// <param name="cancellationToken">Ends the export, which the next one continues.</param>
    /// <exception cref="ImageException">An image is not in the lock file, or cannot be read.</exception>
    public async Task<BundleSummary> ExportAsync(
        IReadOnlyList<StackImage> images,
        string path,
        IProgress<TransferProgress> progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        string[] missing =
        [
            .. images
                .Where(image => _project.Lock is not null && FindLocked(image) is null)
                .Select(image => $"{image.Reference}: not in the lock file: run `infra images lock`"),
        ];
        if (missing.Length > 0)
        {
            throw new ImageException(string.Join('\n', missing));
        }

        var trees = await ImageRequests.RunAsync(images, (image, token) => ReadAsync(image, token), cancellationToken);
        return await new BundleExport(_client, path, progress).WriteAsync([.. trees.SelectMany(tree => tree)], cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Reads the manifests of an image, and of its signatures.</summary>
    private async Task<IReadOnlyList<BundledImage>> ReadAsync(StackImage image, CancellationToken cancellationToken)
    {
        var repository = RepositoryName.Of(image.Reference);
        var name = image.Reference.ToString();
        var reference = FindLocked(image)?.Digest ?? ImageLocker.Reference(image.Reference);
        var root = await _client.GetManifestAsync(repository, reference, cancellationToken);
        await CheckSignatureAsync(image.Reference, root.Descriptor.Digest, cancellationToken);
        var bundled = new List<BundledImage> { new(name, repository, await ReadTreeAsync(root, name)) };
        var tag = SignatureCheck.TagOf(root.Descriptor.Digest);
        if (await _client.FindManifestAsync(repository, tag, cancellationToken) is { } signatures)
        {
            var signatureName = $"{repository}:{tag}";
            bundled.Add(new(signatureName, repository, await ReadTreeAsync(signatures, signatureName)));
        }

        return bundled;

        Task<ImageTree> ReadTreeAsync(ImageManifest manifest, string imageName) =>
            ImageTree.ReadAsync(manifest, imageName, child => _client.GetManifestAsync(repository, child.Digest, cancellationToken));
    }

    private async Task<string?> FindDifferenceAsync(ImageReference image, LockedImage locked, CancellationToken cancellationToken)
    {
        try
        {
            return await CompareAsync(image, locked, cancellationToken);
        }
        catch (ImageException error) when (error.ExitCode != ExitCode.Authentication)
        {
            // The other images are compared all the same.
            return error.Message;
        }
    }

    private async Task<string?> CompareAsync(ImageReference image, LockedImage locked, CancellationToken cancellationToken)
    {
        var digest = await _client.FindDigestAsync(RepositoryName.Of(image), ImageLocker.Reference(image), cancellationToken);
        if (digest is null)
        {
            return $"{image}: the registry does not have it";
        }

        if (digest != locked.Digest)
        {
            return $"{image}: the registry has {digest}, the lock file {locked.Digest}: if the change is right, run `infra images lock --update`";
        }

        await CheckSignatureAsync(image, digest, cancellationToken);
        return null;
    }

    /// <summary>Checks what the rules of the image's own name ask for and, of a mirror's image, those of the original's name.</summary>
    private async Task CheckSignatureAsync(ImageReference image, string digest, CancellationToken cancellationToken)
    {
        var original = _project.Lock?.FindName(image, _project.Sources.Mirrors) is { } name ? ImageReference.Parse(name) : image;
        var keys = _project.Sources.FindKeys(original);
        var own = _project.Sources.FindKeys(image);
        foreach (var rule in own.SequenceEqual(keys) ? [own] : new[] { keys, own })
        {
            if (!rule.IsEmpty)
            {
                await _signatures.CheckAsync(image, digest, rule, cancellationToken);
            }
        }
    }
}
