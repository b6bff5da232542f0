using System.Net;
using System.Net.Http.Headers;
using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>Writes blobs to a registry in chunks, continued where the connection broke.</summary>
internal sealed class BlobUpload(RegistryConnection connection)
{
    private const int ChunkSize = 16 << 20;
    private const string OctetStream = "application/octet-stream";
    private const string MinimumChunk = "OCI-Chunk-Min-Length";

    /// <summary>Whether a repository has a blob.</summary>
    public async Task<bool> ExistsAsync(RepositoryName repository, Descriptor blob, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(
            repository,
            RepositoryAccess.Write,
            () => new HttpRequestMessage(HttpMethod.Head, connection.AddressOf(repository, $"blobs/{blob.Digest}")),
            cancellationToken
        );
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw await RegistryErrors.ExplainAsync(Name(repository, blob), repository, response, cancellationToken),
        };
    }

    /// <summary>Writes a blob that the repository does not have.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="source">A repository of the same registry that has the blob, so that no content need be sent; null for none.</param>
    /// <param name="open">Opens a part of the content: from an offset, with a length.</param>
    /// <param name="progress">Receives the number of bytes of each chunk.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <returns>False if the blob was taken from the source.</returns>
    /// <exception cref="ImageException">The registry refuses the blob or cannot be reached.</exception>
    public async Task<bool> WriteAsync(
        RepositoryName repository,
        Descriptor blob,
        RepositoryName? source,
        Func<long, long, Stream> open,
        Action<long> progress,
        CancellationToken cancellationToken
    )
    {
        var (location, chunk) = await BeginAsync(repository, blob, source, cancellationToken);
        var isSent = location is not null;
        var (done, furthest, attempt) = (0L, 0L, 1);
        while (location is not null)
        {
            try
            {
                while (done < blob.Size)
                {
                    var length = Math.Min(chunk, blob.Size - done);
                    location = await SendChunkAsync(repository, blob, location, done, open(done, length), length, cancellationToken);
                    done += length;
                    if (done > furthest)
                    {
                        // What is sent again is no progress.
                        (furthest, attempt) = (done, 1);
                    }

                    progress(length);
                }

                await CompleteAsync(repository, blob, location, cancellationToken);
                return true;
            }
            catch (Exception error) when (RegistryConnection.IsInterruption(error, cancellationToken))
            {
                if (attempt++ == RegistryConnection.MaximumAttempts)
                {
                    throw RegistryErrors.Interrupted(Name(repository, blob), repository, error);
                }

                await Task.Delay(RegistryConnection.GetWait(attempt), connection.Time, cancellationToken);
                (location, var received) = await FindProgressAsync(repository, blob, location!, cancellationToken);
                progress(received - done);
                done = received;
            }
        }

        return isSent;
    }

    private async Task<(Uri? Location, long Chunk)> BeginAsync(
        RepositoryName repository,
        Descriptor blob,
        RepositoryName? source,
        CancellationToken cancellationToken
    )
    {
        var mount = source is null ? "" : $"?mount={blob.Digest}&from={Uri.EscapeDataString(source.Path)}";
        using var response = await connection.SendAsync(
            repository,
            RepositoryAccess.Write with
            {
                Source = source?.Path,
            },
            () =>
                new HttpRequestMessage(HttpMethod.Post, connection.AddressOf(repository, $"blobs/uploads/{mount}"))
                {
                    Content = new ByteArrayContent([]),
                },
            cancellationToken
        );
        var minimum =
            response.Headers.TryGetValues(MinimumChunk, out var values) && long.TryParse(values.First(), out var least)
                ? Math.Max(least, ChunkSize)
                : ChunkSize;
        return response.StatusCode switch
        {
            HttpStatusCode.Created => (null, 0),
            HttpStatusCode.Accepted => (FindLocation(repository, blob, response), minimum),
            _ => throw await RegistryErrors.ExplainAsync(Name(repository, blob), repository, response, cancellationToken),
        };
    }

    private async Task<Uri> SendChunkAsync(
        RepositoryName repository,
        Descriptor blob,
        Uri location,
        long offset,
        Stream content,
        long length,
        CancellationToken cancellationToken
    )
    {
        await using (content)
        {
            using var response = await connection.SendOnceAsync(
                repository,
                RepositoryAccess.Write,
                progress =>
                {
                    content.Position = 0;
                    var body = new StreamContent(new SentStream(content, progress));
                    body.Headers.ContentType = new MediaTypeHeaderValue(OctetStream);
                    body.Headers.ContentLength = length;
                    // The distribution API writes no unit and no size here.
                    body.Headers.TryAddWithoutValidation("Content-Range", $"{offset}-{offset + length - 1}");
                    return new HttpRequestMessage(HttpMethod.Patch, location) { Content = body };
                },
                cancellationToken
            );
            await ThrowUnlessAsync(HttpStatusCode.Accepted, repository, blob, response, cancellationToken);
            return FindLocation(repository, blob, response);
        }
    }

    private async Task CompleteAsync(RepositoryName repository, Descriptor blob, Uri location, CancellationToken cancellationToken)
    {
        var separator = location.Query.Length > 0 ? '&' : '?';
        using var response = await connection.SendOnceAsync(
            repository,
            RepositoryAccess.Write,
            () =>
                new HttpRequestMessage(HttpMethod.Put, $"{location.AbsoluteUri}{separator}digest={Uri.EscapeDataString(blob.Digest)}")
                {
                    Content = new ByteArrayContent([]),
                },
            cancellationToken
        );
        await ThrowUnlessAsync(HttpStatusCode.Created, repository, blob, response, cancellationToken);
    }

    /// <summary>Asks how much of the blob has arrived; an upload that is gone begins again.</summary>
    private async Task<(Uri? Location, long Done)> FindProgressAsync(
        RepositoryName repository,
        Descriptor blob,
        Uri location,
        CancellationToken cancellationToken
    )
    {
        // The answer to the last request may have been lost.
        if (await ExistsAsync(repository, blob, cancellationToken))
        {
            return (null, blob.Size);
        }

        using var response = await connection.SendAsync(
            repository,
            RepositoryAccess.Write,
            () => new HttpRequestMessage(HttpMethod.Get, location),
            cancellationToken
        );
        if (response.StatusCode != HttpStatusCode.NoContent)
        {
            return ((await BeginAsync(repository, blob, null, cancellationToken)).Location, 0);
        }

        var range = response.Headers.TryGetValues("Range", out var values) ? values.First() : "0-0";
        var last = long.TryParse(range[(range.IndexOf('-', StringComparison.Ordinal) + 1)..], out var end) ? end : 0;
        // Registries write 0-0 for nothing.
        return (FindLocation(repository, blob, response), last == 0 ? 0 : Math.Min(last + 1, blob.Size));
    }

    private static Uri FindLocation(RepositoryName repository, Descriptor blob, HttpResponseMessage response) =>
        response.Headers.Location is not { } location
            ? throw new ImageException($"{Name(repository, blob)}: the registry does not say where to upload to")
        : new Uri(response.RequestMessage!.RequestUri!, location) is var target
        && target.Scheme != Uri.UriSchemeHttps
        && response.RequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps
            ? throw new ImageException(
                $"{Name(repository, blob)}: the registry is called by https and asks to upload to {target.GetLeftPart(UriPartial.Authority)}; "
                    + "tell it its external address, as 'http.host' of Docker's registry does"
            )
        : target;

    private static async Task ThrowUnlessAsync(
        HttpStatusCode expected,
        RepositoryName repository,
        Descriptor blob,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        if (response.StatusCode == expected)
        {
            return;
        }

        throw response.StatusCode >= HttpStatusCode.InternalServerError
            ? new HttpRequestException($"the registry answers {(int)response.StatusCode}")
            : await RegistryErrors.ExplainAsync(Name(repository, blob), repository, response, cancellationToken);
    }

    private static string Name(RepositoryName repository, Descriptor blob) => $"{repository}@{blob.Digest}";
}
