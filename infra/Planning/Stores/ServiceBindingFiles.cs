using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// The files of a connection in the layout of Service Binding: one file for each value, in a folder of the connection's name. There is no
/// <c>uri</c>, because no file can be composed from a Secret's keys; readers of bindings accept the parts.
/// </summary>
internal sealed record ServiceBindingFiles
{
    /// <summary>The variable that names the folder of all bindings.</summary>
    public const string RootVariable = "SERVICE_BINDING_ROOT";

    /// <summary>The folder of all bindings.</summary>
    public const string Root = "/bindings";

    /// <summary>The files with values that are not secret, by their paths.</summary>
    public required IReadOnlyDictionary<string, FileSettings> Files { get; init; }

    /// <summary>The volumes with what only Secrets and ConfigMaps know, by name: credentials, and an operator's bucket.</summary>
    public required IReadOnlyDictionary<string, VolumeSettings> Volumes { get; init; }

    /// <summary>Creates the files.</summary>
    /// <param name="connection">How the service reaches the store.</param>
    /// <param name="name">The name of the binding: usually the store's.</param>
    public static ServiceBindingFiles Create(StoreConnection connection, string name)
    {
        var folder = $"{Root}/{name}";
        return new ServiceBindingFiles
        {
            Files = GetValues(connection)
                .ToImmutableSortedDictionary(
                    value => $"{folder}/{value.Name}",
                    value => new FileSettings { Content = new Text(value.Content) },
                    StringComparer.Ordinal
                ),
            Volumes = CreateVolumes(connection, folder),
        };
    }

    /// <summary>
    /// The name of a volume: a connection may have another name than its store, with characters that volumes must not have.
    /// </summary>
    private static string NameVolume(StoreConnection connection, string suffix) =>
        StoreNames.Shorten($"{connection.Store}-{suffix}", KubernetesNames.LabelLength);

    private static Dictionary<string, VolumeSettings> CreateVolumes(StoreConnection connection, string folder)
    {
        var volumes = new Dictionary<string, VolumeSettings>(StringComparer.Ordinal);
        if (connection.HasUser)
        {
            volumes[NameVolume(connection, "binding")] = CreateVolume(
                VolumeKind.Secret,
                connection.Secret,
                folder,
                GetCredentialKeys(connection)
            );
        }

        if (connection.BucketMap is { } map)
        {
            volumes[NameVolume(connection, "bucket")] = CreateVolume(
                VolumeKind.ConfigMap,
                map,
                folder,
                [("host", BucketOperator.HostKey), ("port", BucketOperator.PortKey), ("bucket", BucketOperator.NameKey)]
            );
        }

        return volumes;
    }

    private static IEnumerable<(string Name, string Content)> GetValues(StoreConnection connection)
    {
        var port = connection.Port.ToString(CultureInfo.InvariantCulture);
        yield return ("type", GetTypeOf(connection.Kind));
        yield return ("provider", "infra");
        if (connection.BucketMap is null)
        {
            yield return ("host", connection.Host);
            yield return ("port", port);
            if (connection.Database is { } database)
            {
                yield return (GetDatabaseKey(connection.Kind), database);
            }
        }

        if (connection.Kind is StoreKind.Kafka)
        {
            yield return ("bootstrap-servers", $"{connection.Host}:{port}");
        }

        // Quarkus reads the names in camel case.
        if (KafkaSecurity.FindProtocol(connection) is { } protocol)
        {
            yield return ("security-protocol", protocol);
            yield return ("securityProtocol", protocol);
        }

        if (connection.SaslMechanism is { } mechanism)
        {
            yield return ("sasl-mechanism", mechanism);
            yield return ("saslMechanism", mechanism);
        }

        if (connection.Kind is StoreKind.Mongodb)
        {
            yield return ("authentication-database", "admin");
            if (connection.ReplicaSet is { } set)
            {
                yield return ("replica-set", set);
            }
        }

        if (connection.Tls)
        {
            yield return connection.Kind is StoreKind.Postgres ? ("sslmode", "require") : ("ssl", "true");
        }
    }

    /// <summary>The types that readers of bindings know.</summary>
    private static string GetTypeOf(StoreKind kind) =>
        kind switch
        {
            StoreKind.Postgres => "postgresql",
            StoreKind.Mysql => "mysql",
            StoreKind.Valkey => "redis",
            StoreKind.Rabbitmq => "rabbitmq",
            StoreKind.Kafka => "kafka",
            StoreKind.Mongodb => "mongodb",
            _ => "s3",
        };

    private static string GetDatabaseKey(StoreKind kind) =>
        kind switch
        {
            StoreKind.Rabbitmq => "virtual-host",
            StoreKind.S3 => "bucket",
            _ => "database",
        };

    /// <summary>
    /// Mounts each key as a file of its own: the other files of the folder could not be mounted into a volume, which is read-only.
    /// </summary>
    private static VolumeSettings CreateVolume(VolumeKind kind, string from, string folder, (string File, string Key)[] keys) =>
        new()
        {
            Kind = kind,
            From = from,
            Items = keys.DistinctBy(key => key.Key)
                .ToImmutableSortedDictionary(key => key.Key, key => new VolumeItemSettings { Path = key.File }, StringComparer.Ordinal),
            Mounts =
            [
                .. keys.Select(key => new VolumeMountSettings
                {
                    Path = $"{folder}/{key.File}",
                    SubPath = keys.First(other => other.Key == key.Key).File,
                }),
            ],
        };

    private static (string File, string Key)[] GetCredentialKeys(StoreConnection connection) =>
        connection.Kind switch
        {
            StoreKind.Valkey when !connection.HasUsername => [("password", connection.PasswordKey)],
            StoreKind.S3 => [("access-key-id", connection.UsernameKey), ("secret-access-key", connection.PasswordKey)],
            StoreKind.Kafka =>
            [
                ("username", connection.UsernameKey),
                ("user", connection.UsernameKey),
                ("password", connection.PasswordKey),
            ],
            _ => [("username", connection.UsernameKey), ("password", connection.PasswordKey)],
        };
}
