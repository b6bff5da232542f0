namespace Infra.Backend.Settings;

/// <summary>Kinds of stores.</summary>
internal enum StoreKind
{
    /// <summary>PostgreSQL.</summary>
    Postgres,

    /// <summary>MySQL.</summary>
    Mysql,

    /// <summary>Valkey, which speaks Redis' protocol.</summary>
    Valkey,

    /// <summary>RabbitMQ.</summary>
    Rabbitmq,

    /// <summary>Apache Kafka.</summary>
    Kafka,

    /// <summary>MongoDB.</summary>
    Mongodb,

    /// <summary>An object store with S3's API.</summary>
    S3,
}
