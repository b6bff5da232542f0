namespace Infra.Backend.Settings;

/// <summary>The namespaces of the operators that run stores, by the kind of the stores.</summary>
internal sealed record OperatorNamespaceSettings
{
    /// <summary>The namespace of CloudNativePG.</summary>
    /// <value>any namespace</value>
    /// <remarks>Ingress rules of the stores' servers, which let the operator in from this namespace only.</remarks>
    /// <example>operators: {postgres: databases}</example>
    public string? Postgres { get; init; }

    /// <summary>The namespace of Percona's operator of XtraDB Cluster.</summary>
    /// <value>any namespace</value>
    /// <remarks>Ingress rules of the stores' servers, which let the operator in from this namespace only.</remarks>
    /// <example>operators: {mysql: databases}</example>
    public string? Mysql { get; init; }

    /// <summary>The namespace of RabbitMQ's operators of clusters and topologies.</summary>
    /// <value>any namespace</value>
    /// <remarks>Ingress rules of the stores' servers, which let the operator in from this namespace only.</remarks>
    /// <example>operators: {rabbitmq: databases}</example>
    public string? Rabbitmq { get; init; }

    /// <summary>The namespace of Strimzi.</summary>
    /// <value>any namespace</value>
    /// <remarks>Ingress rules of the stores' servers, which let the operator in from this namespace only.</remarks>
    /// <example>operators: {kafka: databases}</example>
    public string? Kafka { get; init; }

    /// <summary>The namespace of Percona's operator of MongoDB.</summary>
    /// <value>any namespace</value>
    /// <remarks>Ingress rules of the stores' servers, which let the operator in from this namespace only.</remarks>
    /// <example>operators: {mongodb: databases}</example>
    public string? Mongodb { get; init; }

    /// <summary>The namespace of Rook's object store.</summary>
    /// <value>any namespace</value>
    /// <remarks>Egress rules of services and backups, which let them reach the buckets in this namespace only.</remarks>
    /// <example>operators: {s3: databases}</example>
    public string? S3 { get; init; }

    /// <summary>The namespace of the operator of a kind; null if it may be any.</summary>
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
