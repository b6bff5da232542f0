using Infra.Engine.Registries;
using Infra.Kubernetes;

namespace Infra.Engine.Docker.Images;

/// <summary>The names of images as requests have them.</summary>
internal static class ImageNames
{
    private const string DefaultTag = "latest";
    private const string DigestPrefix = "sha256:";

    /// <summary>True for the id of a local image, which no registry knows.</summary>
    public static bool IsId(string name) =>
        ImageReference.IsDigest(name) || (name.Length == 64 && ImageReference.IsDigest(DigestPrefix + name));

    /// <summary>The digest of a reference, else its tag, else <c>latest</c>.</summary>
    public static string TagOrDigest(ImageReference image) => image.Digest ?? image.Tag ?? DefaultTag;

    /// <summary>
    /// Finds the digest of a name among the digests of a local image, e.g. <c>registry/app@sha256:…</c>; "" where there is none.
    /// </summary>
    public static string FindRepoDigest(string name, IEnumerable<string> digests)
    {
        if (!ImageReference.TryParse(name, out var image))
        {
            return "";
        }

        return digests.FirstOrDefault(digest =>
            ImageReference.TryParse(digest, out var other)
            && other.Digest is not null
            && RepositoryOf(other) == RepositoryOf(image)
            && RegistryHosts.Of(other) == RegistryHosts.Of(image)
        ) ?? "";
    }

    /// <summary>The repository within its registry: Docker Hub's own images are in <c>library</c>.</summary>
    public static string RepositoryOf(ImageReference image) => image.Normalize().Repository;
}
