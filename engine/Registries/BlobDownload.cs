using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>Reads blobs from a registry: verified while they pass, continued where the connection broke.</summary>
internal sealed class BlobDownload(RegistryConnection connection)
{
    private const int BufferSize = 256 << 10;

    /// <summary>Receives a part of the content.</summary>
    public delegate ValueTask PartHandler(ReadOnlyMemory<byte> part, CancellationToken cancellationToken);

    /// <summary>Reads a small blob into memory.</summary>
    /// <exception cref="ImageException">It cannot be read, is too large, or is not what its digest says.</exception>
    public async Task<byte[]> ReadAsync(RepositoryName repository, Descriptor blob, int maximum, CancellationToken cancellationToken)
    {
        if (blob.Size > maximum)
        {
            throw new ImageException($"{repository}@{blob.Digest}: the blob is larger than {maximum >> 10} KiB");
        }

        using var content = new MemoryStream();
        await CopyAsync(
            repository,
            blob,
            (part, _) =>
            {
                content.Write(part.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken
        );
        return content.ToArray();
    }

    /// <summary>Reads a blob.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="receive">Receives the content part by part; it is complete and verified when this method returns.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <exception cref="ImageException">It cannot be read, or is not what its digest and size say.</exception>
    public async Task CopyAsync(RepositoryName repository, Descriptor blob, PartHandler receive, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var transfer = new Transfer(repository, blob, receive, hash);
        for (var attempt = 1; transfer.Done < blob.Size || attempt == 1; attempt++)
        {
            try
            {
                await ContinueAsync(transfer, cancellationToken);
                if (transfer.Done == blob.Size)
                {
                    break;
                }
            }
            catch (Exception error)
                when (RegistryConnection.IsInterruption(error, cancellationToken) && attempt < RegistryConnection.MaximumAttempts)
            {
                // Continued below from where it broke.
            }
            catch (Exception error) when (RegistryConnection.IsInterruption(error, cancellationToken))
            {
                throw RegistryErrors.Interrupted(transfer.Name, repository, error);
            }

            if (attempt == RegistryConnection.MaximumAttempts)
            {
                throw new ImageException($"{transfer.Name}: the registry sends {transfer.Done} of {blob.Size} bytes");
            }

            await Task.Delay(RegistryConnection.GetWait(attempt), connection.Time, cancellationToken);
        }

        var digest = Sha256Digest.Write(hash.GetHashAndReset());
        if (digest != blob.Digest)
        {
            throw new ImageException($"{transfer.Name}: the registry sends damaged content, with the digest {digest}");
        }
    }

    private async Task ContinueAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(
            transfer.Repository,
            RepositoryAccess.Read,
            () =>
                new HttpRequestMessage(HttpMethod.Get, connection.AddressOf(transfer.Repository, $"blobs/{transfer.Blob.Digest}"))
                {
                    Headers = { Range = transfer.Done > 0 ? new RangeHeaderValue(transfer.Done, null) : null },
                },
            cancellationToken
        );

        // A registry may send everything again instead of the rest.
        var known = response.StatusCode switch
        {
            HttpStatusCode.OK => transfer.Done,
            HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == transfer.Done => 0L,
            _ => throw await RegistryErrors.ExplainAsync(transfer.Name, transfer.Repository, response, cancellationToken),
        };
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BufferSize];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            var skipped = (int)Math.Min(known, length);
            known -= skipped;
            await transfer.ReceiveAsync(buffer.AsMemory(skipped, length - skipped), cancellationToken);
        }
    }

    private sealed class Transfer(RepositoryName repository, Descriptor blob, PartHandler receive, IncrementalHash hash)
    {
        public RepositoryName Repository => repository;

        public Descriptor Blob => blob;

        public long Done { get; private set; }

        public string Name => $"{repository}@{blob.Digest}";

        public async ValueTask ReceiveAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
        {
            if (Done + part.Length > blob.Size)
            {
                throw new ImageException($"{Name}: the registry sends more than the {blob.Size} bytes of the blob");
            }

            hash.AppendData(part.Span);
            Done += part.Length;
            await receive(part, cancellationToken);
        }
    }
}
