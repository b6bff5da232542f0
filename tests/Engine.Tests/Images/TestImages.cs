using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Engine.Tests.Images;

/// <summary>Puts images into a registry of the tests.</summary>
internal static class TestImages
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    public const string IndexType = "application/vnd.oci.image.index.v1+json";

    /// <summary>Adds an image of one platform with layers of these sizes, whose content depends on the size only.</summary>
    /// <returns>The digest.</returns>
    public static string Add(TestRegistry registry, string repository, string tag, params int[] layers) =>
        AddManifest(registry, repository, tag, "amd64", layers).Digest;

    /// <summary>Adds an image of two platforms.</summary>
    public static string AddIndex(TestRegistry registry, string repository, string tag, params int[] layers)
    {
        var children = new[] { "amd64", "arm64" }.Select(architecture =>
        {
            var (digest, size) = AddManifest(registry, repository, null, architecture, layers);
            return new
            {
                mediaType = ManifestType,
                digest,
                size,
                platform = new { os = "linux", architecture },
            };
        });
        return Put(
            registry,
            repository,
            tag,
            IndexType,
            new
            {
                schemaVersion = 2,
                mediaType = IndexType,
                manifests = children.ToArray(),
            }
        ).Digest;
    }

    public static (string Digest, int Size) Put(TestRegistry registry, string repository, string? tag, string type, object manifest)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest);
        var digest = TestRegistry.Digest(content);
        registry.Manifests[(repository, digest)] = (content, type);
        if (tag is not null)
        {
            registry.Manifests[(repository, tag)] = (content, type);
        }

        return (digest, content.Length);
    }

    public static object AddBlob(TestRegistry registry, string repository, byte[] content, string type, object? annotations = null)
    {
        registry.Blobs[(repository, TestRegistry.Digest(content))] = content;
        return annotations is null
            ? new
            {
                mediaType = type,
                digest = TestRegistry.Digest(content),
                size = content.Length,
            }
            : new
            {
                mediaType = type,
                digest = TestRegistry.Digest(content),
                size = content.Length,
                annotations,
            };
    }

    /// <summary>Signs an image as other tools do.</summary>
    public static void Sign(TestRegistry registry, string repository, string digest, ECDsa key, string? about = null)
    {
        var payload = Encoding.UTF8.GetBytes(
            JsonSerializer.Serialize(
                new
                {
                    critical = new
                    {
                        identity = new Dictionary<string, string> { ["docker-reference"] = repository },
                        image = new Dictionary<string, string> { ["docker-manifest-digest"] = about ?? digest },
                        type = "cosign container image signature",
                    },
                }
            )
        );
        var signature = Convert.ToBase64String(key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var layer = AddBlob(
            registry,
            repository,
            payload,
            "application/vnd.dev.cosign.simplesigning.v1+json",
            new Dictionary<string, string> { ["dev.cosignproject.cosign/signature"] = signature }
        );
        var config = AddBlob(registry, repository, "{}"u8.ToArray(), "application/vnd.oci.image.config.v1+json");
        Put(
            registry,
            repository,
            $"{digest.Replace(':', '-')}.sig",
            ManifestType,
            new
            {
                schemaVersion = 2,
                config,
                layers = new[] { layer },
            }
        );
    }

    private static (string Digest, int Size) AddManifest(
        TestRegistry registry,
        string repository,
        string? tag,
        string architecture,
        int[] layers
    )
    {
        var config = AddBlob(
            registry,
            repository,
            JsonSerializer.SerializeToUtf8Bytes(new { os = "linux", architecture }),
            "application/vnd.oci.image.config.v1+json"
        );
        var contents = layers.Select(size => AddBlob(registry, repository, Content(size), "application/vnd.oci.image.layer.v1.tar+gzip"));
        return Put(
            registry,
            repository,
            tag,
            ManifestType,
            new
            {
                schemaVersion = 2,
                mediaType = ManifestType,
                config,
                layers = contents.ToArray(),
            }
        );
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }
}
