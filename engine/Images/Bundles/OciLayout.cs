using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Registries;

namespace Infra.Engine.Images.Bundles;

/// <summary>The names and small files of an OCI image layout.</summary>
internal static class OciLayout
{
    public const string IndexFile = "index.json";
    public const string LayoutFile = "oci-layout";
    public const string ChecksumFile = "SHA256SUMS";
    public const string ReferenceAnnotation = "org.opencontainers.image.ref.name";
    public const string BlobFolder = "blobs/sha256/";

    private const string RuntimeAnnotation = "io.containerd.image.name";

    public static ReadOnlySpan<byte> Layout => "{\"imageLayoutVersion\":\"1.0.0\"}"u8;

    /// <summary>The file of a blob.</summary>
    public static string PathOf(string digest) => BlobFolder + Sha256Digest.Hex(digest);

    /// <summary>Writes the index of the images, each by its reference.</summary>
    public static byte[] WriteIndex(IEnumerable<BundledImage> images) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = ImageManifest.OciIndex,
                ["manifests"] = new JsonArray([.. images.Select(WriteEntry)]),
            }.ToJsonString()
        );

    /// <summary>Writes the checksums in the form of <c>sha256sum</c>. The blobs' names say the same.</summary>
    public static byte[] WriteChecksums(IEnumerable<string> digests) =>
        Encoding.ASCII.GetBytes(string.Concat(digests.Select(digest => $"{Sha256Digest.Hex(digest)}  {PathOf(digest)}\n")));

    private static JsonObject WriteEntry(BundledImage image) =>
        new()
        {
            ["mediaType"] = image.Tree.Root.Descriptor.MediaType,
            ["digest"] = image.Tree.Root.Descriptor.Digest,
            ["size"] = image.Tree.Root.Descriptor.Size,
            ["annotations"] = new JsonObject { [ReferenceAnnotation] = image.Name, [RuntimeAnnotation] = image.Name },
        };
}
