using System.Collections.Frozen;
using Infra.Policies.Kubernetes;

namespace Infra.Policies.Rules.Stores;

/// <summary>Finds the servers of databases, caches, queues and object stores among workloads, by their images.</summary>
internal static class StoreServers
{
    /// <summary>The official images by what they run, without registry. Mirrors keep the last parts of the names.</summary>
    private static readonly FrozenDictionary<string, StoreServer> Images = new Dictionary<string, StoreServer>(StringComparer.Ordinal)
    {
        ["postgres"] = new("PostgreSQL", IsDatabase: true),
        ["postgis"] = new("PostgreSQL", IsDatabase: true),
        ["pgvector"] = new("PostgreSQL", IsDatabase: true),
        ["postgresql"] = new("PostgreSQL", IsDatabase: true),
        ["mysql"] = new("MySQL", IsDatabase: true),
        ["mysql-server"] = new("MySQL", IsDatabase: true),
        ["mariadb"] = new("MariaDB", IsDatabase: true),
        ["percona-server"] = new("MySQL", IsDatabase: true),
        ["mongo"] = new("MongoDB", IsDatabase: true),
        ["mongodb"] = new("MongoDB", IsDatabase: true),
        ["mongodb-community-server"] = new("MongoDB", IsDatabase: true),
        ["redis"] = new("Redis", IsDatabase: false),
        ["valkey"] = new("Valkey", IsDatabase: false),
        ["rabbitmq"] = new("RabbitMQ", IsDatabase: false),
        ["kafka"] = new("Kafka", IsDatabase: false),
        ["seaweedfs"] = new("SeaweedFS", IsDatabase: false),
        ["garage"] = new("Garage", IsDatabase: false),
        ["minio"] = new("MinIO", IsDatabase: false),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Finds the server in the pods of a long-running workload; null if there is none.</summary>
    public static StoreServer? Find(KubernetesObject workload) =>
        workload is { Kind: "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "Pod", Pods: { } pods }
            ? pods
                .Containers.Where(container => container.Role == ContainerRole.Main)
                .Select(container => container.Image?.Repository.Split('/')[^1])
                .OfType<string>()
                .Select(name => Images.GetValueOrDefault(name))
                .FirstOrDefault(server => server is not null)
            : null;
}

/// <summary>A server that keeps data for others.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsDatabase">Whether its data is the only copy, unlike that of a cache or a queue.</param>
internal sealed record StoreServer(string Name, bool IsDatabase);
