namespace Infra.Tests.Checks.Stores;

public partial class StoreCheckTests
{
    /// <summary>The operator would take over the Secret of the service's user, or refuse it.</summary>
    [Theory]
    [InlineData("postgres", "app", "CloudNativePG")]
    [InlineData("postgres", "server", "CloudNativePG")]
    [InlineData("postgres", "ca", "CloudNativePG")]
    [InlineData("postgres", "replication", "CloudNativePG")]
    [InlineData("mysql", "secrets", "Percona's operator of XtraDB Cluster")]
    [InlineData("mysql", "ssl", "Percona's operator of XtraDB Cluster")]
    [InlineData("mongodb", "mongodb-keyfile", "Percona's operator of MongoDB")]
    [InlineData("rabbitmq", "default-user", "RabbitMQ's cluster operator")]
    [InlineData("rabbitmq", "erlang-cookie", "RabbitMQ's cluster operator")]
    public void AUserWhoseSecretIsTheOperatorsOwn_IsRejected(string kind, string service, string owner) =>
        Assert.Contains(
            $"its Secret would be named 'db-{service}', and 'db' already has one of that name: one is for the user of the service '{service}', "
                + $"the other for {owner}",
            Error($"stores: {{db: {{kind: {kind}, form: operator}}}}", $"uses: [db]}}, {service}: {{image: a:1, kind: worker, uses: [db]"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("postgres", "db-rw")]
    [InlineData("mysql", "db-haproxy")]
    [InlineData("mongodb", "db-rs0")]
    [InlineData("rabbitmq", "db-nodes")]
    [InlineData("kafka", "db-kafka-bootstrap")]
    public void AServiceNamedLikeOneOfTheOperator_IsRejected(string kind, string service) =>
        Assert.Contains(
            $"its Service would be named '{service}'",
            Error($"stores: {{db: {{kind: {kind}, form: operator}}}}", $"uses: [db]}}, {service}: {{image: a:1, port: 8080"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("shop_db", "shopXdb")]
    [InlineData("shopXdb", "shop_db")]
    [InlineData("a__d", "abcd")]
    public void DatabasesThatOneGrantOfPerconasOperatorFits_AreRejected(string one, string other) =>
        Assert.Contains(
            "could use the other: Percona's operator lets '_' stand for any letter",
            Error(
                $"stores: {{db: {{kind: mysql, form: operator, database: {one}}}}}",
                $"uses: [db]}}, api: {{image: a:1, kind: worker, uses: [{{store: db, database: {other}}}]"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("kind: mysql, form: container, database: shop-db")]
    [InlineData("kind: mysql, form: operator, database: orders_db")]
    [InlineData("kind: mysql, form: operator, database: library")]
    [InlineData("kind: mysql, form: operator, version: \"8.0\", database: manual")]
    [InlineData("kind: postgres, image: \"registry.corp.example/bitnami/postgresql:17\", version: 17")]
    [InlineData(
        "kind: mysql, form: external, host: x, secret: s, image: \"mysql:8.0\", version: \"8.0\", backup: {to: b}}, b: {kind: s3, form: external, host: y, database: bbb, secret: b"
    )]
    public void AStoreThatItsFormAccepts_IsLoaded(string settings) => Load($"stores: {{s: {{{settings}}}}}", "uses: [s]");
}
