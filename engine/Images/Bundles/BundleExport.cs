using System.Security.Cryptography;
using Infra.Engine.Errors;
using Infra.Engine.Files;
using Infra.Engine.Registries;

namespace Infra.Engine.Images.Bundles;

/// <summary>
/// Writes images to a bundle: a tar archive with one OCI layout. Blobs go from the registry to the file without being held; an interrupted
/// export leaves <c>NAME.part</c>, which the next one checks and continues.
/// </summary>
internal sealed class BundleExport(RegistryClient client, string path, IProgress<TransferProgress> progress)
{
    private const int BufferSize = 256 << 10;
    private const int ClosingBlocks = 2;

    private readonly string _part = $"{path}.part";
    private long _done;
    private long _total;

    /// <summary>Writes the images.</summary>
    /// <exception cref="ImageException">A blob cannot be read, or is not what its digest says.</exception>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public async Task<BundleSummary> WriteAsync(IReadOnlyList<BundledImage> images, CancellationToken cancellationToken)
    {
        var blobs = Collect(images);
        _total = blobs.Sum(blob => blob.Descriptor.Size);
        long resumed;
        long size;
        await using (var file = Open())
        {
            var kept = await KeepAsync(file, blobs, cancellationToken);
            resumed = _done;
            foreach (var blob in blobs.Skip(kept))
            {
                await WriteAsync(file, blob, cancellationToken);
            }

            await WriteAsync(file, OciLayout.IndexFile, OciLayout.WriteIndex(images), cancellationToken);
            await WriteAsync(
                file,
                OciLayout.ChecksumFile,
                OciLayout.WriteChecksums(blobs.Select(blob => blob.Descriptor.Digest)),
                cancellationToken
            );
            await AppendAsync(file, new byte[ClosingBlocks * TarFormat.BlockSize], cancellationToken);
            size = file.Length;
            Guard(() => file.Flush(flushToDisk: true));
        }

        DurableFile.Move(_part, path, FilePermissions.Umask);
        return new BundleSummary(images.Count, blobs.Count, size, resumed);
    }

    /// <summary>Lists everything the images consist of, each content once: small manifests first.</summary>
    private static List<Blob> Collect(IReadOnlyList<BundledImage> images) =>
        [
            .. images
                .SelectMany(image =>
                    image.Tree.Manifests.Select(manifest => new Blob(manifest.Descriptor, image.Repository, manifest.Content))
                )
                .Concat(images.SelectMany(image => image.Tree.Blobs.Select(blob => new Blob(blob, image.Repository, null))))
                .DistinctBy(blob => blob.Descriptor.Digest, StringComparer.Ordinal),
        ];

    private FileStream Open()
    {
        FileStream? file = null;
        Guard(() =>
        {
            if (new FileInfo(_part).LinkTarget is not null)
            {
                throw new IOException("it is a link, and its target would be overwritten: remove it");
            }

            file = OutputFile.OpenOrCreate(_part);
        });
        return file!;
    }

    /// <summary>Finds the blobs that an interrupted export wrote completely, and cuts off the rest.</summary>
    /// <returns>The number of blobs that are kept.</returns>
    private async Task<int> KeepAsync(FileStream file, IReadOnlyList<Blob> blobs, CancellationToken cancellationToken)
    {
        var layout = OciLayout.Layout.ToArray();
        var kept = 0;
        if (await MatchesAsync(file, OciLayout.LayoutFile, new Descriptor("", Sha256Digest.Of(layout), layout.Length), cancellationToken))
        {
            var end = file.Position;
            while (
                kept < blobs.Count
                && await MatchesAsync(file, OciLayout.PathOf(blobs[kept].Descriptor.Digest), blobs[kept].Descriptor, cancellationToken)
            )
            {
                end = file.Position;
                Report(blobs[kept], blobs[kept].Descriptor.Size);
                kept++;
            }

            Guard(() => file.SetLength(end));
            file.Position = end;
            return kept;
        }

        Guard(() => file.SetLength(0));
        file.Position = 0;
        await WriteAsync(file, OciLayout.LayoutFile, layout, cancellationToken);
        return 0;
    }

    /// <summary>Whether the file continues with this content.</summary>
    private static async Task<bool> MatchesAsync(FileStream file, string name, Descriptor content, CancellationToken cancellationToken)
    {
        var length = TarFormat.BlockSize + content.Size + TarFormat.Padding(content.Size);
        if (file.Length - file.Position < length)
        {
            return false;
        }

        var end = file.Position + length;
        var header = new byte[TarFormat.BlockSize];
        await file.ReadExactlyAsync(header, cancellationToken);
        if (!header.AsSpan().SequenceEqual(TarFormat.CreateHeader(name, content.Size)))
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var rest = content.Size;
        while (rest > 0)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(rest, buffer.Length)), cancellationToken);
            if (read == 0)
            {
                return false;
            }

            hash.AppendData(buffer, 0, read);
            rest -= read;
        }

        file.Position = end;
        return Sha256Digest.Write(hash.GetHashAndReset()) == content.Digest;
    }

    private async Task WriteAsync(FileStream file, Blob blob, CancellationToken cancellationToken)
    {
        var name = OciLayout.PathOf(blob.Descriptor.Digest);
        if (blob.Content is { } content)
        {
            await WriteAsync(file, name, content, cancellationToken);
            Report(blob, content.Length);
            return;
        }

        await AppendAsync(file, TarFormat.CreateHeader(name, blob.Descriptor.Size), cancellationToken);
        await client.Downloads.CopyAsync(
            blob.Repository,
            blob.Descriptor,
            async (part, token) =>
            {
                await AppendAsync(file, part, token);
                Report(blob, part.Length);
            },
            cancellationToken
        );
        await AppendAsync(file, new byte[TarFormat.Padding(blob.Descriptor.Size)], cancellationToken);
    }

    private async Task WriteAsync(FileStream file, string name, byte[] content, CancellationToken cancellationToken)
    {
        await AppendAsync(file, TarFormat.CreateHeader(name, content.Length), cancellationToken);
        await AppendAsync(file, content, cancellationToken);
        await AppendAsync(file, new byte[TarFormat.Padding(content.Length)], cancellationToken);
    }

    private async ValueTask AppendAsync(FileStream file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(content, cancellationToken);
        }
        catch (IOException error)
        {
            throw new FileWriteException(_part, error);
        }
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(_part, error);
        }
    }

    private void Report(Blob blob, long length)
    {
        _done += length;
        progress.Report(new TransferProgress($"{blob.Repository}@{blob.Descriptor.Digest}", _done, _total));
    }

    /// <summary>Content of the bundle; that of manifests is known already.</summary>
    private sealed record Blob(Descriptor Descriptor, RepositoryName Repository, byte[]? Content);
}
