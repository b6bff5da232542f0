using System.Text.Json;
using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>A manifest of an image, or an index of the manifests of several platforms.</summary>
internal sealed record ImageManifest
{
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>The largest manifest that registries accept.</summary>
    public const int MaximumSize = 4 << 20;

    private const int MaximumParts = 1000;
    private const int MaximumDepth = 32;

    /// <summary>The largest blob: 1 TiB. Sums of a bundle's sizes then fit a long.</summary>
    private const long MaximumBlob = 1L << 40;

    /// <summary>The media types, as the header <c>Accept</c> has them.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } = [OciIndex, DockerList, OciManifest, DockerManifest];

    public required Descriptor Descriptor { get; init; }

    public required byte[] Content { get; init; }

    public bool IsIndex => Descriptor.MediaType is OciIndex or DockerList;

    /// <summary>The manifests of an index.</summary>
    public IReadOnlyList<Descriptor> Manifests { get; init; } = [];

    /// <summary>The configuration of a manifest; null for an index.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>The layers of a manifest.</summary>
    public IReadOnlyList<Descriptor> Layers { get; init; } = [];

    /// <summary>Parses a manifest.</summary>
    /// <param name="content">The content.</param>
    /// <param name="mediaType">The media type by which it was announced; null if it was not.</param>
    /// <param name="name">The name for messages.</param>
    /// <exception cref="ImageException">It is not a manifest.</exception>
    public static ImageManifest Parse(byte[] content, string? mediaType, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return Read(document.RootElement, content, mediaType, name);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Invalid(name, error.Message);
        }
    }

    private static ImageManifest Read(JsonElement root, byte[] content, string? mediaType, string name)
    {
        var hasManifests = root.TryGetProperty("manifests", out var manifests);
        if (hasManifests && (root.TryGetProperty("layers", out _) || root.TryGetProperty("config", out _)))
        {
            // Readers would disagree about what such a document is.
            throw Invalid(name, "it is both an index and a manifest");
        }

        var own = root.TryGetProperty("mediaType", out var member) ? member.GetString() : null;
        var type = own
            ?? (
                MediaTypes.Contains(mediaType) ? mediaType
                : hasManifests ? OciIndex
                : OciManifest
            );
        if (!MediaTypes.Contains(type) || type is OciIndex or DockerList != hasManifests)
        {
            throw Invalid(name, $"its media type is '{type ?? mediaType}'; push the image again in the format of OCI or Docker v2");
        }

        var descriptor = new Descriptor(type!, Sha256Digest.Of(content), content.Length);
        return hasManifests
            ? new ImageManifest
            {
                Descriptor = descriptor,
                Content = content,
                Manifests = ReadList(manifests, name),
            }
            : new ImageManifest
            {
                Descriptor = descriptor,
                Content = content,
                Config = ReadDescriptor(root.GetProperty("config"), name),
                Layers = ReadList(root.GetProperty("layers"), name),
            };
    }

    private static Descriptor[] ReadList(JsonElement list, string name) =>
        list.GetArrayLength() <= MaximumParts
            ? [.. list.EnumerateArray().Select(item => ReadDescriptor(item, name))]
            : throw Invalid(name, $"it has more than {MaximumParts} parts");

    private static Descriptor ReadDescriptor(JsonElement item, string name)
    {
        var digest = item.GetProperty("digest").GetString();
        if (!Sha256Digest.IsValid(digest))
        {
            throw Invalid(name, $"'{digest}' is not a SHA-256 digest, the only kind that infra supports");
        }

        var size = item.GetProperty("size").GetInt64();
        return size is < 0 or > MaximumBlob
            ? throw Invalid(name, $"the size of {digest} is {size}: it may be from 0 to {MaximumBlob}")
            : new Descriptor(item.TryGetProperty("mediaType", out var type) ? type.GetString() ?? "" : "", digest!, size)
            {
                Platform = item.TryGetProperty("platform", out var platform) ? ReadPlatform(platform) : null,
                Annotations = item.TryGetProperty("annotations", out var annotations)
                    ? ReadAnnotations(annotations)
                    : new Dictionary<string, string>(),
            };
    }

    private static Dictionary<string, string> ReadAnnotations(JsonElement annotations)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in annotations.ValueKind == JsonValueKind.Object ? annotations.EnumerateObject() : default)
        {
            if (!read.TryAdd(entry.Name, entry.Value.GetString() ?? ""))
            {
                // Readers would disagree about its value.
                throw new FormatException($"it has the annotation {entry.Name} twice");
            }
        }

        return read;
    }

    /// <summary>
    /// Writes a platform, of an index or of an image's configuration; null for what is not an image, such as an attestation.
    /// </summary>
    public static string? ReadPlatform(JsonElement platform)
    {
        string?[] parts = [Text("os"), Text("architecture"), Text("variant")];
        return parts is [not (null or "unknown"), not (null or "unknown"), _]
            ? string.Join('/', parts.Where(part => part is { Length: > 0 }))
            : null;

        string? Text(string member) =>
            platform.TryGetProperty(member, out var value) && value.GetString() is { } text
                ? IsWord(text)
                    ? text
                    : throw new FormatException($"its {member} has characters that names of platforms do not have")
                : null;
    }

    // It becomes a key of the lock file.
    private static bool IsWord(string text) =>
        text.Length <= 64 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    private static ImageException Invalid(string name, string problem) => new($"{name}: the manifest is not valid: {problem}");
}
