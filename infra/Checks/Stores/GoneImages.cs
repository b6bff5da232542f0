using Infra.Kubernetes;

namespace Infra.Backend.Checks.Stores;

/// <summary>Images that were once common and are no longer published. A registry of one's own may have kept them.</summary>
internal static class GoneImages
{
    private static readonly string[] PublicRegistries =
    [
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "mirror.gcr.io",
        "gcr.io",
        "ghcr.io",
        "quay.io",
        "public.ecr.aws",
        "mcr.microsoft.com",
        "registry.k8s.io",
    ];

    /// <summary>Finds why an image cannot be pulled; null if it may exist.</summary>
    public static string? Find(ImageReference image)
    {
        if (image.Registry is { } registry && !PublicRegistries.Contains(registry, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = image.Repository.Split('/');
        return path.Contains("minio", StringComparer.Ordinal) ? "MinIO's images are no longer published"
            : path.Contains("bitnami", StringComparer.Ordinal) ? "Bitnami's free images are no longer published"
            : null;
    }
}
