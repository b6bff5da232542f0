using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks.Stores;

/// <summary>Names that a kind of store reserves or finds too long, of users and of what they connect to.</summary>
public class UserNameTests
{
    private static readonly string Long = new('a', 60);

    [Theory]
    [InlineData("postgres", "postgres", "the user 'postgres' is the administrator of 'db'")]
    [InlineData("postgres", "pg-monitor", "its user would be 'pg_monitor', which PostgreSQL reserves")]
    [InlineData("postgres", "public", "its user would be 'public', which PostgreSQL reserves")]
    [InlineData("postgres, form: operator", "streaming-replica", "the user 'streaming_replica' belongs to CloudNativePG")]
    [InlineData("postgres, form: operator", "cnpg-pooler-pgbouncer", "the user 'cnpg_pooler_pgbouncer' belongs to CloudNativePG")]
    [InlineData("postgres, form: operator", "postgres", "the user 'postgres' belongs to CloudNativePG")]
    [InlineData("mysql", "root", "the user 'root' is the administrator of 'db'")]
    [InlineData("mysql, form: operator", "monitor", "the user 'monitor' belongs to Percona's operator of XtraDB Cluster")]
    [InlineData(
        "mysql",
        "a-name-of-thirty-three-characters",
        "its user would be 'a_name_of_thirty_three_characters', which has 33 characters, and MySQL allows 32; shorten"
    )]
    [InlineData("mongodb", "admin", "the user 'admin' is the administrator of 'db'")]
    [InlineData("mongodb, form: operator", "backup", "the user 'backup' belongs to Percona's operator of MongoDB")]
    [InlineData("rabbitmq", "admin", "the user 'admin' is the administrator of 'db'")]
    [InlineData("rabbitmq", "guest", "its user would be 'guest', which RabbitMQ lets in from its own host only")]
    [InlineData("rabbitmq, form: operator", "guest", "its user would be 'guest', which RabbitMQ lets in from its own host only")]
    public void AUser_ThatTheKindRefuses_IsRejectedAtTheLineOfItsService(string store, string service, string problem)
    {
        var error = Error($"db: {{kind: {store}}}", $"{service}: {{image: a:1, kind: worker, uses: [db]}}");

        Assert.Matches(@"services\.yaml:6\b", error);
        Assert.Contains($"services.{service}.uses[0]: {problem}", error, StringComparison.Ordinal);
        Assert.Contains(" the service", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres", "guest")]
    [InlineData("mysql", "guest")]
    [InlineData("mongodb", "pg-monitor")]
    [InlineData("mysql", "a-name-of-thirty-two-characters1")]
    [InlineData("valkey", "admin")]
    [InlineData("rabbitmq, form: external, host: q.example.com, secret: s", "guest")]
    public void AUser_ThatOnlyOtherKindsRefuse_IsAccepted(string store, string service) =>
        Load($"db: {{kind: {store}}}", $"{service}: {{image: a:1, kind: worker, uses: [db]}}");

    [Fact]
    public void TheOtherUserOfARotation_ThatIsTooLongForPostgres_IsRejected() =>
        Assert.Contains(
            "characters, and PostgreSQL allows 63; shorten the service's name to 59",
            Error($"db: {{kind: postgres, rotations: {{{Long}: 1}}}}", $"{Long}: {{image: a:1, kind: worker, uses: [db]}}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("kind: postgres, database: template0", "the database 'template0' belongs to PostgreSQL")]
    [InlineData("kind: postgres, database: Postgres", "the database 'Postgres' belongs to PostgreSQL")]
    [InlineData("kind: mysql, database: information_schema", "the database 'information_schema' belongs to MySQL")]
    [InlineData("kind: mysql, database: performance_schema", "the database 'performance_schema' belongs to MySQL")]
    [InlineData("kind: mysql, database: mysql", "the database 'mysql' belongs to MySQL")]
    [InlineData("kind: mongodb, database: local", "the database 'local' belongs to MongoDB")]
    [InlineData("kind: mongodb, database: config", "the database 'config' belongs to MongoDB")]
    [InlineData("kind: s3, database: ab", "'ab' is not a name of a bucket; use 3 to 63 lower-case letters")]
    [InlineData("kind: s3, database: a..b", "'a..b' is not a name of a bucket")]
    [InlineData("kind: s3, database: 192.168.5.4", "'192.168.5.4' is an address, and not a name of a bucket")]
    [InlineData("kind: s3, database: xn--shop", "names of buckets that start with 'xn--' are reserved")]
    [InlineData("kind: s3, database: sthree-shop", "names of buckets that start with 'sthree-' are reserved")]
    [InlineData("kind: s3, database: shop-s3alias", "names of buckets that end with '-s3alias' are reserved")]
    [InlineData("kind: s3, database: shop--x-s3", "names of buckets that end with '--x-s3' are reserved")]
    [InlineData("kind: kafka, topics: {..: 1}", "'..' is not a name of a topic")]
    [InlineData("kind: kafka, topics: {__consumer_offsets: 1}", "'__consumer_offsets' is a name of Kafka's own topics")]
    public void ADatabase_Bucket_OrTopic_ThatTheKindRefuses_IsRejectedAtTheLineOfTheStore(string store, string problem)
    {
        var error = Error($"db: {{{store}}}", "web: {image: a:1, kind: worker, uses: [db]}");

        Assert.Matches(@"services\.yaml:4\b", error);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xn--shop")]
    [InlineData("shop-access-0123456789-s3alias")]
    [InlineData("shop--euw1-az1--x-s3")]
    public void AReservedNameOfABucket_IsRefused_WhereTheStackCreatesIt(string name)
    {
        const string service = "web: {image: a:1, kind: worker, uses: [db]}";

        Load($"db: {{kind: s3, form: external, host: s3.example.com, secret: shop, database: {name}}}", service);
        foreach (var form in new[] { "", ", form: operator, storageClass: x" })
        {
            Assert.Contains("are reserved", Error($"db: {{kind: s3, database: {name}{form}}}", service), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("postgres", 63)]
    [InlineData("mysql", 64)]
    [InlineData("mongodb", 63)]
    [InlineData("rabbitmq", 128)]
    [InlineData("s3", 63)]
    public void TheLengthOfADatabase_IsThatOfTheKind(string kind, int length)
    {
        Load($"db: {{kind: {kind}, database: {new string('a', length)}}}", "web: {image: a:1, kind: worker, uses: [db]}");

        Assert.Contains(
            $", at most {length}".Replace(", at most 63", kind == "s3" ? "3 to 63" : ", at most 63", StringComparison.Ordinal),
            Error($"db: {{kind: {kind}, database: {new string('a', length + 1)}}}", "web: {image: a:1, kind: worker, uses: [db]}"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TheLengthOfATopic_Is249()
    {
        Load($"db: {{kind: kafka, topics: {{{new string('a', 249)}: 1}}}}", "web: {image: a:1, kind: worker, uses: [db]}");

        Assert.Contains(
            "at most 249",
            Error($"db: {{kind: kafka, topics: {{{new string('a', 250)}: 1}}}}", "web: {image: a:1, kind: worker, uses: [db]}"),
            StringComparison.Ordinal
        );
    }

    private static string Error(string store, string service) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(store, service)).Errors).ToString();

    private static LoadedSettings Load(string store, string service) =>
        SettingsLoader.Load(
            StackSources.Simulated(
                $$"""
                name: shop
                faultTolerance: development
                sizes: {small: {requests: {cpu: 100m, memory: 128Mi} } }
                stores: { {{store}} }
                services:
                  {{service}}
                """,
                ""
            )
        );
}
