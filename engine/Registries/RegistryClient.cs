using System.Net;
using System.Net.Http.Headers;
using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>Reads and writes images by the distribution API.</summary>
internal sealed class RegistryClient(RegistryConnection connection) : IDisposable
{
    private const string DigestHeader = "Docker-Content-Digest";

    /// <summary>The transfer of blobs from a registry.</summary>
    public BlobDownload Downloads { get; } = new(connection);

    /// <summary>The transfer of blobs to a registry.</summary>
    public BlobUpload Uploads { get; } = new(connection);

    /// <summary>Reads a manifest.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">A tag or a digest. What a digest names is verified.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ImageException">There is none, or it cannot be read.</exception>
    public async Task<ImageManifest> GetManifestAsync(RepositoryName repository, string reference, CancellationToken cancellationToken) =>
        await FindManifestAsync(repository, reference, isRequired: true, cancellationToken) ?? throw new InvalidOperationException();

    /// <summary>Reads a manifest; null if there is none.</summary>
    /// <inheritdoc cref="GetManifestAsync"/>
    public Task<ImageManifest?> FindManifestAsync(RepositoryName repository, string reference, CancellationToken cancellationToken) =>
        FindManifestAsync(repository, reference, isRequired: false, cancellationToken);

    /// <summary>Finds out what a tag or digest names, without reading it; null if there is nothing.</summary>
    public async Task<string?> FindDigestAsync(RepositoryName repository, string reference, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(
            repository,
            RepositoryAccess.Read,
            () => CreateManifestRequest(HttpMethod.Head, repository, reference),
            cancellationToken
        );
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await RegistryErrors.ExplainAsync(Name(repository, reference), repository, response, cancellationToken);
        }

        // Not every registry sends the header.
        return response.Headers.TryGetValues(DigestHeader, out var digests) && digests.First() is var digest && Sha256Digest.IsValid(digest)
            ? digest
            : (await GetManifestAsync(repository, reference, cancellationToken)).Descriptor.Digest;
    }

    /// <summary>Writes a manifest under a tag or its digest.</summary>
    public async Task PutManifestAsync(
        RepositoryName repository,
        string reference,
        ImageManifest manifest,
        CancellationToken cancellationToken
    )
    {
        using var response = await connection.SendAsync(
            repository,
            RepositoryAccess.Write,
            () =>
                new HttpRequestMessage(HttpMethod.Put, connection.AddressOf(repository, $"manifests/{reference}"))
                {
                    Content = new ByteArrayContent(manifest.Content)
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue(manifest.Descriptor.MediaType) },
                    },
                },
            cancellationToken
        );
        if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.Accepted))
        {
            throw await RegistryErrors.ExplainAsync(Name(repository, reference), repository, response, cancellationToken);
        }
    }

    /// <summary>Deletes a manifest and the tags that name it; succeeds if there is none.</summary>
    public async Task DeleteManifestAsync(RepositoryName repository, string digest, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(
            repository,
            RepositoryAccess.Delete,
            () => new HttpRequestMessage(HttpMethod.Delete, connection.AddressOf(repository, $"manifests/{digest}")),
            cancellationToken
        );
        if (response.StatusCode == HttpStatusCode.MethodNotAllowed)
        {
            throw new ImageException(
                $"{Name(repository, digest)}: the registry does not delete images: allow it there, as storage.delete.enabled of Docker's "
                    + "registry does, or keep them"
            );
        }

        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
        {
            throw await RegistryErrors.ExplainAsync(Name(repository, digest), repository, response, cancellationToken);
        }
    }

    public void Dispose() => connection.Dispose();

    private async Task<ImageManifest?> FindManifestAsync(
        RepositoryName repository,
        string reference,
        bool isRequired,
        CancellationToken cancellationToken
    )
    {
        using var response = await connection.SendAsync(
            repository,
            RepositoryAccess.Read,
            () => CreateManifestRequest(HttpMethod.Get, repository, reference),
            cancellationToken
        );
        var name = Name(repository, reference);
        if (response.StatusCode == HttpStatusCode.NotFound && !isRequired)
        {
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await RegistryErrors.ExplainAsync(name, repository, response, cancellationToken);
        }

        byte[] content;
        try
        {
            content = await BoundedContent.ReadAsync(response, ImageManifest.MaximumSize, cancellationToken);
        }
        catch (Exception error) when (RegistryConnection.IsInterruption(error, cancellationToken))
        {
            throw RegistryErrors.Interrupted(name, repository, error);
        }

        var manifest = ImageManifest.Parse(content, response.Content.Headers.ContentType?.MediaType, name);
        return Sha256Digest.IsValid(reference) && manifest.Descriptor.Digest != reference
            ? throw new ImageException($"{name}: the registry sends other content, with the digest {manifest.Descriptor.Digest}")
            : manifest;
    }

    private HttpRequestMessage CreateManifestRequest(HttpMethod method, RepositoryName repository, string reference)
    {
        var request = new HttpRequestMessage(method, connection.AddressOf(repository, $"manifests/{reference}"));
        foreach (var mediaType in ImageManifest.MediaTypes)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        }

        return request;
    }

    private static string Name(RepositoryName repository, string reference) =>
        $"{repository}{(Sha256Digest.IsValid(reference) ? '@' : ':')}{reference}";
}
