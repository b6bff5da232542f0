using System.Collections.Immutable;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores;

/// <summary>The images of a server.</summary>
/// <param name="Repository">Their repository.</param>
/// <param name="Versions">The versions that have an image, the default first, each with the tag of its newest patch.</param>
/// <param name="TagSuffix">What follows the version in a tag.</param>
internal sealed record StoreImages(string Repository, ImmutableArray<(string Version, string Tag)> Versions, string TagSuffix = "")
{
    /// <summary>Whether a patch of a version is a tag.</summary>
    public bool HasPatches { get; init; } = true;

    /// <summary>The image of the default version.</summary>
    public ImageReference Default => Create(Versions[0].Tag);

    /// <summary>Finds the image of a version; null if there is none. A patch of a known version, such as 18.6, is the tag itself.</summary>
    public ImageReference? Find(string version) =>
        Versions
            .Where(known => version == known.Version || (HasPatches && version.StartsWith($"{known.Version}.", StringComparison.Ordinal)))
            .Select(known => Create(version == known.Version ? known.Tag : version))
            .FirstOrDefault();

    private ImageReference Create(string tag) => ImageReference.Parse($"{Repository}:{tag}{TagSuffix}");
}
