using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;

namespace Infra.Tests.Stores;

/// <summary>Files in the layout of Service Binding.</summary>
public sealed class ServiceBindingFilesTests
{
    [Theory]
    [InlineData(
        nameof(StoreKind.Postgres),
        "database=orders host=h port=1 provider=infra sslmode=require type=postgresql",
        "password username"
    )]
    [InlineData(nameof(StoreKind.Mysql), "database=orders host=h port=1 provider=infra ssl=true type=mysql", "password username")]
    [InlineData(nameof(StoreKind.Valkey), "host=h port=1 provider=infra ssl=true type=redis", "password")]
    [InlineData(nameof(StoreKind.Rabbitmq), "host=h port=1 provider=infra ssl=true type=rabbitmq virtual-host=orders", "password username")]
    [InlineData(
        nameof(StoreKind.Kafka),
        "bootstrap-servers=h:1 host=h port=1 provider=infra security-protocol=SSL securityProtocol=SSL ssl=true type=kafka",
        ""
    )]
    [InlineData(
        nameof(StoreKind.Mongodb),
        "authentication-database=admin database=orders host=h port=1 provider=infra ssl=true type=mongodb",
        "password username"
    )]
    [InlineData(nameof(StoreKind.S3), "bucket=orders host=h port=1 provider=infra ssl=true type=s3", "access-key-id secret-access-key")]
    public void Files_OfEachKind_AreTheOnesThatReadersKnow(string kind, string expected, string credentials)
    {
        var files = ServiceBindingFiles.Create(Connect(Enum.Parse<StoreKind>(kind)), "orders-db");

        Assert.Equal(
            expected,
            string.Join(' ', files.Files.Select(file => $"{file.Key["/bindings/orders-db/".Length..]}={file.Value.Content}"))
        );
        var mounts = files.Volumes.Values.SelectMany(volume => volume.Mounts).Select(mount => mount.Path["/bindings/orders-db/".Length..]);
        Assert.Equal(credentials, string.Join(' ', mounts.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Files_OfAKafkaWithUsers_SayHowClientsLogIn()
    {
        var files = ServiceBindingFiles.Create(Connect(StoreKind.Kafka) with { Tls = false, SaslMechanism = "SCRAM-SHA-512" }, "k");

        string[] names = ["security-protocol", "securityProtocol", "sasl-mechanism", "saslMechanism"];
        Assert.Equal(
            ["SASL_PLAINTEXT", "SASL_PLAINTEXT", "SCRAM-SHA-512", "SCRAM-SHA-512"],
            names.Select(name => files.Files[$"/bindings/k/{name}"].Content!.ToString())
        );
        Assert.Equal(
            ["/bindings/k/password:password", "/bindings/k/user:username", "/bindings/k/username:username"],
            files.Volumes.Values.Single().Mounts.Select(mount => $"{mount.Path}:{mount.SubPath}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Files_OfAReplicaSet_NameIt() =>
        Assert.Equal(
            "rs0",
            ServiceBindingFiles
                .Create(Connect(StoreKind.Mongodb) with { ReplicaSet = "rs0" }, "m")
                .Files["/bindings/m/replica-set"]
                .Content!.ToString()
        );

    [Fact]
    public void Files_OfAValkeyWithUsers_HaveTheName() =>
        Assert.Contains(
            ServiceBindingFiles.Create(Connect(StoreKind.Valkey) with { NamesUser = true }, "v").Volumes.Values.Single().Mounts,
            mount => mount.Path == "/bindings/v/username"
        );

    [Fact]
    public void Credentials_AreKeysOfTheSecretAsFiles()
    {
        var connection = Connect(StoreKind.Postgres) with { UsernameKey = "user", PasswordKey = "pass" };

        var (name, volume) = ServiceBindingFiles.Create(connection, "orders-db").Volumes.Single();

        Assert.Equal(("orders-db-binding", VolumeKind.Secret, "orders"), (name, volume.Kind, volume.From));
        Assert.Equal("pass:password user:username", string.Join(' ', volume.Items.Select(item => $"{item.Key}:{item.Value.Path}")));
        Assert.All(volume.Mounts, mount => Assert.Equal($"/bindings/orders-db/{mount.SubPath}", mount.Path));
    }

    [Theory]
    [InlineData("orders-db", "orders-db-binding")]
    [InlineData("this-is-a-very-long-name-of-a-store-of-fifty-nine-characters", null)]
    public void Volumes_HaveTheNameOfTheStore_WhichIsShortEnough(string store, string? expected)
    {
        var name = ServiceBindingFiles.Create(Connect(StoreKind.Postgres) with { Store = store }, "Orders_DB").Volumes.Keys.Single();

        Assert.Matches(@"\A[a-z0-9][a-z0-9-]{0,61}[a-z0-9]\z", name);
        Assert.Equal(expected ?? name, name);
    }

    private static StoreConnection Connect(StoreKind kind) =>
        new()
        {
            Store = "orders-db",
            Kind = kind,
            Host = "h",
            Port = 1,
            Tls = true,
            Secret = "orders",
            Database = kind is StoreKind.Valkey or StoreKind.Kafka ? null : "orders",
        };
}
