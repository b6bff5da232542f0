namespace Infra.Backend.Settings;

/// <summary>The namespaces of the operators that run stores, by the kind of the stores.</summary>
internal sealed record OperatorNamespaceSettings
{
    /// <summary>The namespace of CloudNativePG.</summary>
    /// <value>cnpg-system</value>
    /// <remarks>The ingress rules of the stores' servers.</remarks>
    /// <example>operators: {postgres: databases}</example>
    public string Postgres { get; init; } = "cnpg-system";

    /// <summary>The namespace of Percona's operator of XtraDB Cluster.</summary>
    /// <value>pxc-operator</value>
    /// <remarks>The ingress rules of the stores' servers.</remarks>
    /// <example>operators: {mysql: databases}</example>
    public string Mysql { get; init; } = "pxc-operator";

    /// <summary>The namespace of RabbitMQ's operators of clusters and topologies.</summary>
    /// <value>rabbitmq-system</value>
    /// <remarks>The ingress rules of the stores' servers.</remarks>
    /// <example>operators: {rabbitmq: databases}</example>
    public string Rabbitmq { get; init; } = "rabbitmq-system";

    /// <summary>The namespace of Strimzi.</summary>
    /// <value>strimzi-cluster-operator</value>
    /// <remarks>The ingress rules of the stores' servers.</remarks>
    /// <example>operators: {kafka: databases}</example>
    public string Kafka { get; init; } = "strimzi-cluster-operator";

    /// <summary>The namespace of Percona's operator of MongoDB.</summary>
    /// <value>psmdb-operator</value>
    /// <remarks>The ingress rules of the stores' servers.</remarks>
    /// <example>operators: {mongodb: databases}</example>
    public string Mongodb { get; init; } = "psmdb-operator";

    /// <summary>The namespace of Rook's object store.</summary>
    /// <value>rook-ceph</value>
    /// <remarks>The egress rules of services and backups that use its buckets.</remarks>
    /// <example>operators: {s3: databases}</example>
    public string S3 { get; init; } = "rook-ceph";

    /// <summary>The namespace of the operator of a kind; null for a kind without one.</summary>
    internal string? Find(StoreKind kind) =>
        kind switch
        {
            StoreKind.Postgres => Postgres,
            StoreKind.Mysql => Mysql,
            StoreKind.Rabbitmq => Rabbitmq,
            StoreKind.Kafka => Kafka,
            StoreKind.Mongodb => Mongodb,
            StoreKind.S3 => S3,
            _ => null,
        };
}
