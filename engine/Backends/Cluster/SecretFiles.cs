using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Engine.Backends.Cluster;

/// <summary>Builds and reads the Secrets of a file: one for the file, and one for each chunk where it is large.</summary>
internal static class SecretFiles
{
    /// <summary>The content of a Secret: less than the 1 MiB that one may have, and than etcd takes in one request.</summary>
    public const int ChunkBytes = 900_000;

    private const string ContentKey = "content";

    /// <summary>Builds the Secret of a file.</summary>
    /// <param name="key">The path of the file.</param>
    /// <param name="generation">Identifies this writing.</param>
    /// <param name="packed">The compressed content.</param>
    /// <param name="resourceVersion">The resource version it must have; null for a new one.</param>
    public static JsonObject CreateFile(string key, string generation, ReadOnlyMemory<byte> packed, string? resourceVersion)
    {
        var chunks = CountChunks(packed.Length);
        var secret = Create(
            ClusterNames.ForFile(key),
            new JsonObject
            {
                [ClusterNames.PartLabel] = ClusterNames.File,
                [ClusterNames.KindLabel] = ClusterNames.GetKind(key),
                [ClusterNames.FolderLabel] = ClusterNames.Hash(ClusterNames.GetFolder(key)),
            },
            new JsonObject
            {
                [ClusterNames.PathAnnotation] = key,
                [ClusterNames.GenerationAnnotation] = generation,
                [ClusterNames.ChunksAnnotation] = chunks.ToString(CultureInfo.InvariantCulture),
            },
            chunks == 0 ? packed : default(ReadOnlyMemory<byte>?)
        );
        if (resourceVersion is not null)
        {
            secret["metadata"]!["resourceVersion"] = resourceVersion;
        }

        return secret;
    }

    /// <summary>Builds the Secrets of the chunks of a file; none where it needs none.</summary>
    public static IEnumerable<JsonObject> CreateChunks(string key, string generation, ReadOnlyMemory<byte> packed) =>
        Enumerable
            .Range(0, CountChunks(packed.Length))
            .Select(index =>
                Create(
                    ClusterNames.ForChunk(key, generation, index),
                    new JsonObject { [ClusterNames.PartLabel] = ClusterNames.Chunk, [ClusterNames.FileLabel] = ClusterNames.Hash(key) },
                    new JsonObject { [ClusterNames.PathAnnotation] = key, [ClusterNames.GenerationAnnotation] = generation },
                    packed[(index * ChunkBytes)..Math.Min((index + 1) * ChunkBytes, packed.Length)]
                )
            );

    public static string GetPath(JsonObject metadata) => GetAnnotation(metadata, ClusterNames.PathAnnotation);

    public static string GetGeneration(JsonObject metadata) => GetAnnotation(metadata, ClusterNames.GenerationAnnotation);

    public static string GetName(JsonObject metadata) => metadata["name"]!.GetValue<string>();

    public static string GetVersion(JsonObject secret) => secret["metadata"]!["resourceVersion"]!.GetValue<string>();

    /// <summary>The number of chunks of a file; 0 where its Secret has the content.</summary>
    public static int GetChunks(JsonObject metadata) =>
        int.TryParse(GetAnnotation(metadata, ClusterNames.ChunksAnnotation), CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>The time of creation by the server's clock.</summary>
    public static DateTimeOffset GetCreation(JsonObject metadata) =>
        Timestamps.TryParse(metadata["creationTimestamp"]?.GetValue<string>(), out var time) ? time : DateTimeOffset.MaxValue;

    /// <exception cref="FormatException">The Secret has no content.</exception>
    public static byte[] GetContent(JsonObject secret) =>
        secret["data"]?[ContentKey]?.GetValue<string>() is { } content
            ? Convert.FromBase64String(content)
            : throw new FormatException($"the Secret has no key `{ContentKey}`");

    private static int CountChunks(int length) => length <= ChunkBytes ? 0 : (length + ChunkBytes - 1) / ChunkBytes;

    private static string GetAnnotation(JsonObject metadata, string name) => metadata["annotations"]?[name]?.GetValue<string>() ?? "";

    private static JsonObject Create(string name, JsonObject labels, JsonObject annotations, ReadOnlyMemory<byte>? content)
    {
        labels["app.kubernetes.io/managed-by"] = "infra";
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = labels,
                ["annotations"] = annotations,
            },
            ["type"] = ClusterNames.SecretType,
            ["data"] = content is { } bytes ? new JsonObject { [ContentKey] = Convert.ToBase64String(bytes.Span) } : new JsonObject(),
        };
    }
}
