using Infra.Kubernetes;

namespace Infra.Backend.Checks.Stores;

/// <summary>Images that were once common and are no longer published.</summary>
internal static class GoneImages
{
    /// <summary>Finds why an image cannot be pulled; null if it may exist.</summary>
    public static string? Find(ImageReference image)
    {
        var path = image.ToString().Split('/');
        return path.Contains("minio", StringComparer.Ordinal) ? "MinIO's images are no longer published"
            : path.Any(part => part is "bitnami") ? "Bitnami's free images are no longer published"
            : null;
    }
}
