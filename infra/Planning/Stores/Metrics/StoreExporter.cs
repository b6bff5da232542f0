using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores.Metrics;

/// <summary>The exporter of a kind: a program that asks a server for its statistics and exposes them as metrics.</summary>
internal sealed record StoreExporter
{
    /// <summary>The variable with the name of the exporter's user, where an argument refers to it.</summary>
    private const string Username = "EXPORTER_USERNAME";

    /// <summary>What an exporter needs.</summary>
    public static SizeSettings Size { get; } = StoreContainer.SizeOf("10m", "32Mi", "128Mi");

    private static readonly ImmutableDictionary<StoreKind, StoreExporter> Known = ImmutableDictionary.CreateRange(
        new Dictionary<StoreKind, StoreExporter>
        {
            [StoreKind.Postgres] = new()
            {
                Source = MetricsSource.PostgresExporter,
                Image = ImageReference.Parse("quay.io/prometheuscommunity/postgres-exporter:v0.20.1"),
                Port = 9187,
                User = 65534,
                Args = _ => ["--collector.database_wraparound", "--collector.long_running_transactions"],
                Env = connection =>
                    [
                        new(
                            "DATA_SOURCE_URI",
                            StoreAccess.Write($"{Address(connection)}/{Database(connection)}?sslmode={SslMode(connection)}")
                        ),
                        new("DATA_SOURCE_USER", StoreAccess.Refer(connection, connection.UsernameKey)),
                        new("DATA_SOURCE_PASS", StoreAccess.Refer(connection, connection.PasswordKey)),
                    ],
            },
            [StoreKind.Mysql] = new()
            {
                Source = MetricsSource.MysqldExporter,
                Image = ImageReference.Parse("quay.io/prometheus/mysqld-exporter:v0.20.0"),
                Port = 9104,
                User = 65534,
                Args = connection =>
                    [
                        $"--mysqld.address={Address(connection)}",
                        $"--mysqld.username=$({Username})",
                        .. connection.Tls ? ["--tls.insecure-skip-verify"] : (string[])[],
                    ],
                Env = connection =>
                    [
                        new(Username, StoreAccess.Refer(connection, connection.UsernameKey)),
                        new("MYSQLD_EXPORTER_PASSWORD", StoreAccess.Refer(connection, connection.PasswordKey)),
                    ],
            },
            [StoreKind.Valkey] = new()
            {
                Source = MetricsSource.RedisExporter,
                Image = ImageReference.Parse("oliver006/redis_exporter:v1.88.0"),
                Port = 9121,
                User = 59000,
                Env = connection =>
                    [
                        new("REDIS_ADDR", StoreAccess.Write($"{(connection.Tls ? "rediss" : "redis")}://{Address(connection)}")),
                        new("REDIS_USER", StoreAccess.Refer(connection, connection.UsernameKey)),
                        new("REDIS_PASSWORD", StoreAccess.Refer(connection, connection.PasswordKey)),
                        // The user may not ask for these.
                        new("REDIS_EXPORTER_EXCLUDE_LATENCY_HISTOGRAM_METRICS", StoreAccess.Write("true")),
                        new("REDIS_EXPORTER_SET_CLIENT_NAME", StoreAccess.Write("false")),
                    ],
            },
            [StoreKind.Kafka] = new()
            {
                Source = MetricsSource.KafkaExporter,
                Image = ImageReference.Parse("danielqsj/kafka-exporter:v1.9.0"),
                Port = 9308,
                User = 65534,
                Args = connection =>
                    [
                        $"--kafka.server={Address(connection)}",
                        .. connection.Tls ? ["--tls.enabled"] : (string[])[],
                        .. connection.SaslMechanism is null
                            ? (string[])[]
                            : ["--sasl.enabled", "--sasl.mechanism=scram-sha512", $"--sasl.username=$({Username})"],
                    ],
                Env = connection =>
                    connection.SaslMechanism is null
                        ? []
                        :
                        [
                            new(Username, StoreAccess.Refer(connection, connection.UsernameKey)),
                            new("SASL_USER_PASSWORD", StoreAccess.Refer(connection, connection.PasswordKey)),
                        ],
            },
            [StoreKind.Mongodb] = new()
            {
                Source = MetricsSource.MongodbExporter,
                Image = ImageReference.Parse("percona/mongodb_exporter:0.53.0"),
                Port = 9216,
                User = 65535,
                Args = _ => ["--collector.diagnosticdata", "--collector.dbstats"],
                Env = connection =>
                    [
                        new(
                            "MONGODB_URI",
                            StoreAccess.Write($"mongodb://{Address(connection)}/admin{(connection.Tls ? "?tls=true" : "")}")
                        ),
                        new("MONGODB_USER", StoreAccess.Refer(connection, connection.UsernameKey)),
                        new("MONGODB_PASSWORD", StoreAccess.Refer(connection, connection.PasswordKey)),
                    ],
            },
        }
    );

    /// <summary>The metrics it exposes.</summary>
    public required MetricsSource Source { get; init; }

    public required ImageReference Image { get; init; }

    /// <summary>The port of its metrics.</summary>
    public required int Port { get; init; }

    /// <summary>The user of its image.</summary>
    public required int User { get; init; }

    /// <summary>Its arguments for a store.</summary>
    public Func<StoreConnection, ImmutableArray<string>> Args { get; init; } = _ => [];

    /// <summary>Its environment variables for a store.</summary>
    public required Func<StoreConnection, ImmutableArray<KeyValuePair<string, EnvironmentSettings>>> Env { get; init; }

    /// <summary>The exporter of a kind; null if it has none.</summary>
    public static StoreExporter? Find(StoreKind kind) => Known.GetValueOrDefault(kind);

    /// <summary>The exporter of a kind that has one.</summary>
    public static StoreExporter Of(StoreKind kind) => Known[kind];

    private static string Address(StoreConnection connection)
    {
        var host = connection.Host.Contains(':', StringComparison.Ordinal) ? $"[{connection.Host}]" : connection.Host;
        return string.Create(CultureInfo.InvariantCulture, $"{host}:{connection.Port}");
    }

    private static string Database(StoreConnection connection) => Uri.EscapeDataString(connection.Database!);

    private static string SslMode(StoreConnection connection) => connection.Tls ? "require" : "disable";
}
