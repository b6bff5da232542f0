using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace EndToEnd.Images;

/// <summary>An image of one small file, as the base of images whose programs never run.</summary>
internal static class BaseImage
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private const string ConfigurationType = "application/vnd.docker.container.image.v1+json";
    private const string LayerType = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /// <summary>Pushes the image.</summary>
    /// <param name="registry">The registry's host and port.</param>
    /// <param name="name">The name of the repository.</param>
    /// <returns>The image's reference.</returns>
    public static async Task<string> PushAsync(string registry, string name)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{registry}/v2/{name}/") };
        var layer = CreateLayer();
        var compressed = Compress(layer);
        var configuration = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                architecture = "amd64",
                os = "linux",
                config = new { Env = new[] { "PATH=/usr/bin" } },
                rootfs = new { type = "layers", diff_ids = new[] { Digest(layer) } },
            }
        );
        await PushBlobAsync(client, compressed);
        await PushBlobAsync(client, configuration);
        using var manifest = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    schemaVersion = 2,
                    mediaType = ManifestType,
                    config = Describe(configuration, ConfigurationType),
                    layers = new[] { Describe(compressed, LayerType) },
                }
            )
        );
        manifest.Headers.ContentType = new MediaTypeHeaderValue(ManifestType);
        using var answer = await client.PutAsync("manifests/1", manifest);
        answer.EnsureSuccessStatusCode();
        return $"{registry}/{name}:1";
    }

    private static byte[] CreateLayer()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/base") { DataStream = new MemoryStream("base"u8.ToArray()) });
        }

        return stream.ToArray();
    }

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var compressed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressed.Write(content);
        }

        return stream.ToArray();
    }

    private static async Task PushBlobAsync(HttpClient client, byte[] content)
    {
        using var begun = await client.PostAsync("blobs/uploads/", null);
        begun.EnsureSuccessStatusCode();
        var location = new Uri(client.BaseAddress!, begun.Headers.Location!);
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var ended = await client.PutAsync(
            new Uri($"{location}{(location.Query.Length > 0 ? "&" : "?")}digest={Digest(content)}"),
            body
        );
        ended.EnsureSuccessStatusCode();
    }

    private static object Describe(byte[] content, string type) =>
        new
        {
            mediaType = type,
            size = content.Length,
            digest = Digest(content),
        };

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
