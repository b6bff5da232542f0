using System.Text.Json.Nodes;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// The URL of a bucket's server in a custom resource. Where only a ConfigMap of the bucket's claim knows it, the resource has a text that
/// stands for it until the claim is bound.
/// </summary>
/// <param name="ConfigMap">The ConfigMap.</param>
/// <param name="Tls">Whether the server is reached over TLS.</param>
internal sealed record BucketEndpoint(string ConfigMap, bool Tls)
{
    /// <summary>The text that stands for the URL.</summary>
    public string Placeholder =>
        $"{(Tls ? "https" : "http")}://$({ConfigMap}.{BucketOperator.HostKey}):$({ConfigMap}.{BucketOperator.PortKey})";

    /// <summary>The endpoint of a bucket whose address is not known yet; null if it is.</summary>
    public static BucketEndpoint? Find(StoreConnection bucket) => bucket.BucketMap is { } map ? new BucketEndpoint(map, bucket.Tls) : null;

    /// <summary>The URL, or what stands for it.</summary>
    public static JsonNode Write(StoreConnection bucket) => Find(bucket)?.Placeholder ?? bucket.BucketUrl;

    /// <summary>The URL.</summary>
    public string Resolve(string host, string port) => $"{(Tls ? "https" : "http")}://{host}:{port}";
}
