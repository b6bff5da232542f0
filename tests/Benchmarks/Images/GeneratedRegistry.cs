using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Benchmarks.Images;

/// <summary>A registry with one image, whose layers are generated while they are sent.</summary>
internal sealed class GeneratedRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const int BlockSize = 1 << 20;

    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, (byte[] Block, long Count)> _blobs = new(StringComparer.Ordinal);
    private readonly byte[] _manifest;

    private GeneratedRegistry(WebApplication server, int layers, int megabytes)
    {
        _server = server;
        var parts = Enumerable.Range(0, layers).Select(seed => Add(Generate(seed), megabytes, "application/vnd.oci.image.layer.v1.tar"));
        var config = Add(
            """{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}"""u8.ToArray(),
            1,
            "application/vnd.oci.image.config.v1+json"
        );
        _manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{ManifestType}}","config":{{config}},"layers":[{{string.Join(',', parts)}}]}"""
        );
    }

    /// <summary>The image's name.</summary>
    public string Image => $"{new Uri(_server.Urls.Single()).Authority}/app:1";

    /// <summary>The addresses of the layers.</summary>
    public IEnumerable<Uri> Layers =>
        _blobs.Where(blob => blob.Value.Count > 1).Select(blob => new Uri($"{_server.Urls.Single()}/v2/app/blobs/{blob.Key}"));

    /// <summary>Starts a registry.</summary>
    /// <param name="layers">The number of layers.</param>
    /// <param name="megabytes">The size of each in MiB.</param>
    public static async Task<GeneratedRegistry> StartAsync(int layers, int megabytes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var registry = new GeneratedRegistry(server, layers, megabytes);
        server.Run(registry.AnswerAsync);
        await server.StartAsync();
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    private static byte[] Generate(int seed)
    {
        var block = new byte[BlockSize];
#pragma warning disable CA5394 // The content only has to differ between layers.
        new Random(seed).NextBytes(block);
#pragma warning restore CA5394
        return block;
    }

    /// <summary>Adds a blob that repeats a block, and writes its descriptor.</summary>
    private string Add(byte[] block, int count, string mediaType)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < count; i++)
        {
            hash.AppendData(block);
        }

        var digest = $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
        _blobs[digest] = (block, count);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"mediaType":"{{mediaType}}","digest":"{{digest}}","size":{{(long)block.Length * count}}}"""
        );
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (path, response) = (context.Request.Path.Value!, context.Response);
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (path.StartsWith("/v2/app/blobs/", StringComparison.Ordinal) && _blobs.TryGetValue(name, out var blob))
        {
            response.ContentLength = blob.Block.Length * blob.Count;
            for (var i = 0; i < blob.Count; i++)
            {
                await response.Body.WriteAsync(blob.Block, context.RequestAborted);
            }

            return;
        }

        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(_manifest))}";
        if (path is not "/v2/app/manifests/1" && path != $"/v2/app/manifests/{digest}")
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        response.ContentType = ManifestType;
        response.ContentLength = _manifest.Length;
        response.Headers["Docker-Content-Digest"] = digest;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(_manifest, context.RequestAborted);
        }
    }
}
