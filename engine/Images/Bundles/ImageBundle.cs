using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Files;
using Infra.Engine.Registries;
using Infra.Kubernetes;
using Microsoft.Win32.SafeHandles;

namespace Infra.Engine.Images.Bundles;

/// <summary>A bundle in a file: a tar archive with one OCI layout, of whatever tool.</summary>
internal sealed class ImageBundle : IDisposable
{
    private const int MaximumEntries = 100_000;
    private const int BufferSize = 256 << 10;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, (long Offset, long Length)> _entries = new(StringComparer.Ordinal);

    private ImageBundle(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>The images with their references.</summary>
    public IReadOnlyList<BundledImage> Images { get; private set; } = [];

    /// <summary>Opens a bundle and reads its manifests.</summary>
    /// <exception cref="ImageException">It cannot be read, or is not a bundle.</exception>
    public static async Task<ImageBundle> OpenAsync(string path, CancellationToken cancellationToken)
    {
        ImageBundle? bundle = null;
        try
        {
            bundle = new ImageBundle(path, InputFile.OpenHandle(path));
            await bundle.ReadEntriesAsync(cancellationToken);
            await bundle.ReadImagesAsync();
            return bundle;
        }
        catch (Exception error)
        {
            bundle?.Dispose();
            throw error switch
            {
                FileNotFoundException or DirectoryNotFoundException => new ImageException($"{path}: there is no such file"),
                InvalidDataException or FormatException or EndOfStreamException => new ImageException(
                    $"{path}: is not a tar archive, or is damaged: {error.Message}"
                ),
                IOException or UnauthorizedAccessException => new ImageException($"{path}: cannot be read: {error.Message}"),
                _ => error is ImageException or OperationCanceledException
                    ? error
                    : new InvalidOperationException($"{path}: {error.Message}", error),
            };
        }
    }

    /// <summary>Compares all content with its digests.</summary>
    /// <param name="progress">Receives what has been compared.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <exception cref="ImageException">Content is missing or damaged; the message names each blob.</exception>
    public async Task VerifyAsync(IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        var blobs = Images.SelectMany(image => image.Tree.Blobs).DistinctBy(blob => blob.Digest, StringComparer.Ordinal).ToArray();
        var total = blobs.Sum(blob => blob.Size);
        var (done, damages) = (0L, new List<string>());
        foreach (var blob in blobs)
        {
            if (await FindDamageAsync(blob, cancellationToken) is { } damage)
            {
                damages.Add($"{_path}: the blob {blob.Digest} {damage}: export the bundle or copy it again");
            }

            done += blob.Size;
            progress.Report(new TransferProgress("verifying", done, total));
        }

        if (damages.Count > 0)
        {
            throw new ImageException(string.Join('\n', damages));
        }
    }

    /// <summary>Opens a part of a blob.</summary>
    public Stream Open(Descriptor blob, long offset, long length) =>
        new FilePart(_file, _entries[OciLayout.PathOf(blob.Digest)].Offset + offset, length);

    public void Dispose() => _file.Dispose();

    private async Task<string?> FindDamageAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(OciLayout.PathOf(blob.Digest), out var entry))
        {
            return "is missing";
        }

        if (entry.Length != blob.Size || entry.Offset + entry.Length > RandomAccess.GetLength(_file))
        {
            return $"is not complete: {blob.Size} bytes are expected";
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        await using var content = Open(blob, 0, blob.Size);
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            hash.AppendData(buffer, 0, length);
        }

        return Sha256Digest.Write(hash.GetHashAndReset()) == blob.Digest ? null : "is damaged: its content has another digest";
    }

    private async Task ReadEntriesAsync(CancellationToken cancellationToken)
    {
        await using var stream = InputFile.OpenStream(_path);
        await using var reader = new TarReader(stream);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                _entries[name] = (entry.DataOffset, entry.Length);
            }

            if (_entries.Count > MaximumEntries)
            {
                throw new ImageException($"{_path}: has more than {MaximumEntries} entries");
            }
        }
    }

    private async Task ReadImagesAsync()
    {
        if (!_entries.ContainsKey(OciLayout.LayoutFile) || !_entries.ContainsKey(OciLayout.IndexFile))
        {
            throw new ImageException(
                $"{_path}: is not an OCI layout, or not complete: {OciLayout.LayoutFile} or {OciLayout.IndexFile} is missing; "
                    + "write it with `infra images export`"
            );
        }

        CheckVersion();
        var index = ImageManifest.Parse(Read(OciLayout.IndexFile), ImageManifest.OciIndex, $"{_path}: {OciLayout.IndexFile}");
        var images = new List<BundledImage>();
        foreach (var entry in index.Manifests)
        {
            var name = entry.Annotations.GetValueOrDefault(OciLayout.ReferenceAnnotation);
            if (!ImageReference.TryParse(name, out var image))
            {
                throw new ImageException(
                    $"{_path}: '{name}' in {OciLayout.IndexFile} is not the full name of an image: registry/repository:tag"
                );
            }

            var normal = image.Normalize();
            var tree = await ImageTree.ReadAsync(ReadManifest(entry), normal.ToString(), child => Task.FromResult(ReadManifest(child)));
            images.Add(new BundledImage(normal.ToString(), RepositoryName.Of(normal), tree));
        }

        Images = images;
    }

    private void CheckVersion()
    {
        try
        {
            using var layout = JsonDocument.Parse(Read(OciLayout.LayoutFile));
            var version = layout.RootElement.GetProperty("imageLayoutVersion").GetString();
            if (version?.StartsWith("1.", StringComparison.Ordinal) != true)
            {
                throw new ImageException($"{_path}: is an OCI layout of version '{version}'; infra reads version 1");
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ImageException($"{_path}: {OciLayout.LayoutFile} is not valid: {error.Message}");
        }
    }

    private ImageManifest ReadManifest(Descriptor descriptor)
    {
        var name = OciLayout.PathOf(descriptor.Digest);
        if (!_entries.ContainsKey(name))
        {
            throw new ImageException($"{_path}: the blob {descriptor.Digest} is missing: export the bundle or copy it again");
        }

        var content = Read(name);
        return Sha256Digest.Of(content) == descriptor.Digest
            ? ImageManifest.Parse(content, descriptor.MediaType, $"{_path}: {descriptor.Digest}")
            : throw new ImageException($"{_path}: the blob {descriptor.Digest} is damaged: export the bundle or copy it again");
    }

    private byte[] Read(string name)
    {
        var (offset, length) = _entries[name];
        if (length > ImageManifest.MaximumSize)
        {
            throw new ImageException($"{_path}: {name} is larger than {ImageManifest.MaximumSize >> 20} MiB");
        }

        var content = new byte[length];
        var read = 0;
        while (read < content.Length && RandomAccess.Read(_file, content.AsSpan(read), offset + read) is > 0 and var count)
        {
            read += count;
        }

        return read == content.Length
            ? content
            : throw new ImageException($"{_path}: {name} is not complete: export the bundle or copy it again");
    }
}
