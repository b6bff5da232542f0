using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>An image with everything it consists of.</summary>
/// <param name="Manifests">All manifests, each before the indexes that refer to it; the last is the image's own.</param>
/// <param name="Blobs">The configurations and layers, each once.</param>
internal sealed record ImageTree(IReadOnlyList<ImageManifest> Manifests, IReadOnlyList<Descriptor> Blobs)
{
    private const int MaximumDepth = 4;
    private const int MaximumManifests = 1000;
    private const int MaximumBlobs = 20_000;
    private const long MaximumSize = 1L << 44;
    private static readonly string[] Withheld = ["foreign", "nondistributable"];

    public ImageManifest Root => Manifests[^1];

    /// <summary>Reads an image.</summary>
    /// <param name="root">Its own manifest or index.</param>
    /// <param name="name">The name for messages.</param>
    /// <param name="read">Reads a manifest that an index refers to.</param>
    /// <exception cref="ImageException">It is too deep or too large, or a layer may not be distributed.</exception>
    public static async Task<ImageTree> ReadAsync(ImageManifest root, string name, Func<Descriptor, Task<ImageManifest>> read)
    {
        var manifests = new Dictionary<string, ImageManifest>(StringComparer.Ordinal);
        var order = new List<ImageManifest>();
        await VisitAsync(root, depth: 1);
        var blobs = order
            .SelectMany(manifest => manifest.Config is { } config ? manifest.Layers.Prepend(config) : [])
            .DistinctBy(blob => blob.Digest, StringComparer.Ordinal)
            .ToArray();
        if (blobs.Length > MaximumBlobs || blobs.Sum(blob => blob.Size) > MaximumSize)
        {
            throw new ImageException($"{name}: it has more than {MaximumBlobs} blobs or {MaximumSize >> 40} TiB");
        }

        return
            Array.Find(blobs, blob => Array.Exists(Withheld, word => blob.MediaType.Contains(word, StringComparison.Ordinal)))
                is { } withheld
            ? throw new ImageException(
                $"{name}: the layer {withheld.Digest} is one that registries do not distribute ({withheld.MediaType})"
            )
            : new ImageTree(order, blobs);

        async Task VisitAsync(ImageManifest manifest, int depth)
        {
            if (!manifests.TryAdd(manifest.Descriptor.Digest, manifest))
            {
                return;
            }

            if (depth > MaximumDepth || manifests.Count > MaximumManifests)
            {
                throw new ImageException(
                    $"{name}: the index is deeper than {MaximumDepth} levels or has more than {MaximumManifests} manifests"
                );
            }

            foreach (var child in manifest.Manifests)
            {
                if (!manifests.ContainsKey(child.Digest))
                {
                    await VisitAsync(await read(child), depth + 1);
                }
            }

            order.Add(manifest);
        }
    }
}
