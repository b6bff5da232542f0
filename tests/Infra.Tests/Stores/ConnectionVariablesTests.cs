using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Tests.Stores.Servers;
using MySqlConnector;
using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace Infra.Tests.Stores;

/// <summary>The names and texts of connection variables, for what no real server tries: TLS, and kinds that Debian does not have.</summary>
public sealed class ConnectionVariablesTests
{
    [Theory]
    [InlineData("orders-db", "ORDERS_DB")]
    [InlineData("ORDERS", "ORDERS")]
    [InlineData("2nd.db", "_2ND_DB")]
    public void Prefix_OfAName_IsAspires(string name, string expected) => Assert.Equal(expected, ConnectionVariables.GetPrefix(name));

    [Fact]
    public void Kafka_WithoutUsers_HasAddressesOnly() =>
        Assert.Equal(
            """
            ConnectionStrings__store=store.shop.svc:9092
            KAFKA_BOOTSTRAP_SERVERS=store.shop.svc:9092
            SPRING_KAFKA_BOOTSTRAPSERVERS=store.shop.svc:9092
            STORE_BOOTSTRAP_SERVERS=store.shop.svc:9092
            STORE_HOST=store.shop.svc
            STORE_PORT=9092
            """,
            Write(Connect(StoreKind.Kafka, 9092))
        );

    [Fact]
    public void Kafka_WithAUserAndTls_SaysHow() =>
        Assert.Equal(
            """
            ConnectionStrings__store=store.shop.svc:9093
            KAFKA_BOOTSTRAP_SERVERS=store.shop.svc:9093
            KAFKA_SASL_MECHANISM=SCRAM-SHA-512
            KAFKA_SASL_PASSWORD=p
            KAFKA_SASL_USERNAME=u
            KAFKA_SECURITY_PROTOCOL=SASL_SSL
            SPRING_KAFKA_BOOTSTRAPSERVERS=store.shop.svc:9093
            SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG=org.apache.kafka.common.security.scram.ScramLoginModule required username="u" password="p";
            SPRING_KAFKA_PROPERTIES_SASL_MECHANISM=SCRAM-SHA-512
            SPRING_KAFKA_SECURITY_PROTOCOL=SASL_SSL
            STORE_BOOTSTRAP_SERVERS=store.shop.svc:9093
            STORE_HOST=store.shop.svc
            STORE_PASSWORD=p
            STORE_PORT=9093
            STORE_SASL_MECHANISM=SCRAM-SHA-512
            STORE_SASL_PASSWORD=p
            STORE_SASL_USERNAME=u
            STORE_SECURITY_PROTOCOL=SASL_SSL
            STORE_USERNAME=u
            """,
            Write(Connect(StoreKind.Kafka, 9093) with { Tls = true, SaslMechanism = "SCRAM-SHA-512" })
        );

    [Fact]
    public void Mongodb_OfEveryDialect_AsksTheDatabaseOfUsers() =>
        Assert.Equal(
            """
            ConnectionStrings__store=mongodb://u:p@store.shop.svc:27017/orders?authSource=admin&tls=true
            MONGODB_URI=mongodb://u:p@store.shop.svc:27017/orders?authSource=admin&tls=true
            SPRING_DATA_MONGODB_URI=mongodb://u:p@store.shop.svc:27017/orders?authSource=admin&tls=true
            SPRING_MONGODB_URI=mongodb://u:p@store.shop.svc:27017/orders?authSource=admin&tls=true
            STORE_AUTHENTICATIONDATABASE=admin
            STORE_AUTHENTICATIONMECHANISM=SCRAM-SHA-256
            STORE_DATABASENAME=orders
            STORE_HOST=store.shop.svc
            STORE_PASSWORD=p
            STORE_PORT=27017
            STORE_URI=mongodb://u:p@store.shop.svc:27017/orders?authSource=admin&tls=true
            STORE_URL=mongodb://u:p@store.shop.svc:27017/orders?authSource=admin&tls=true
            STORE_USERNAME=u
            """,
            Write(Connect(StoreKind.Mongodb, 27017) with { Database = "orders", Tls = true })
        );

    [Fact]
    public void S3_HasTheVariablesOfTheSdks() =>
        Assert.Equal(
            """
            AWS_ACCESS_KEY_ID=u
            AWS_ENDPOINT_URL_S3=http://store.shop.svc:8333
            AWS_REGION=eu-central-1
            AWS_SECRET_ACCESS_KEY=p
            S3_BUCKET=orders
            STORE_ACCESS_KEY_ID=u
            STORE_BUCKET=orders
            STORE_ENDPOINT_URL=http://store.shop.svc:8333
            STORE_HOST=store.shop.svc
            STORE_PORT=8333
            STORE_REGION=eu-central-1
            STORE_SECRET_ACCESS_KEY=p
            """,
            Write(Connect(StoreKind.S3, 8333) with { Database = "orders", Region = "eu-central-1" })
        );

    [Theory]
    [InlineData(nameof(ConnectionDialect.Url), "STORE_PASSWORD STORE_URL STORE_USERNAME")]
    [InlineData(nameof(ConnectionDialect.DotNet), "ConnectionStrings__store STORE_PASSWORD STORE_USERNAME")]
    [InlineData(
        nameof(ConnectionDialect.Spring),
        "STORE_DATABASENAME STORE_HOST STORE_JDBCCONNECTIONSTRING STORE_PASSWORD STORE_PORT STORE_URI STORE_USERNAME"
    )]
    [InlineData(nameof(ConnectionDialect.Files), "")]
    public void Variables_OfASecondStoreOfAKind_AllHaveItsName(string dialect, string expected)
    {
        var connection = Connect(StoreKind.Postgres, 5432) with { Database = "orders" };

        var names = ConnectionVariables
            .Create(
                connection,
                new StoreUseSettings { Store = "store", Dialects = [Enum.Parse<ConnectionDialect>(dialect)] },
                isMain: false
            )
            .Keys;

        Assert.Equal(expected, string.Join(' ', names));
    }

    [Fact]
    public void Tls_IsReadByTheClients()
    {
        Assert.Equal(SslMode.Require, new NpgsqlConnectionStringBuilder(WriteOne(StoreKind.Postgres, "ConnectionStrings__store")).SslMode);
        Assert.Equal(
            MySqlSslMode.Required,
            new MySqlConnectionStringBuilder(WriteOne(StoreKind.Mysql, "ConnectionStrings__store")).SslMode
        );
        Assert.True(ConfigurationOptions.Parse(WriteOne(StoreKind.Valkey, "ConnectionStrings__store")).Ssl);
        Assert.True(
            new ConnectionFactory { Uri = new Uri(WriteOne(StoreKind.Rabbitmq, "AMQP_URL")) }
                .Ssl
                .Enabled
        );
        Assert.Equal("rediss", new Uri(WriteOne(StoreKind.Valkey, "REDIS_URL")).Scheme);
        Assert.EndsWith("?sslmode=require", WriteOne(StoreKind.Postgres, "DATABASE_URL"));
        Assert.EndsWith("?sslmode=require", WriteOne(StoreKind.Postgres, "SPRING_DATASOURCE_URL"));
        Assert.EndsWith("?ssl-mode=REQUIRED", WriteOne(StoreKind.Mysql, "DATABASE_URL"));
        Assert.EndsWith("?sslMode=REQUIRED", WriteOne(StoreKind.Mysql, "SPRING_DATASOURCE_URL"));
        Assert.Equal("true", WriteOne(StoreKind.Rabbitmq, "SPRING_RABBITMQ_SSL_ENABLED"));
        Assert.Equal("https", new Uri(WriteOne(StoreKind.S3, "AWS_ENDPOINT_URL_S3")).Scheme);
    }

    [Theory]
    [InlineData("a;b='c\"")]
    [InlineData("$(STORE_PASSWORD) $$(x) $")]
    public void Database_OfAnyName_ReachesTheClient(string database)
    {
        var variables = Resolve(Connect(StoreKind.Postgres, 5432) with { Database = database });

        Assert.Equal(database, new NpgsqlConnectionStringBuilder(variables["ConnectionStrings__store"]).Database);
        Assert.Equal(database, variables["STORE_DATABASENAME"]);
        Assert.Equal("/" + Uri.EscapeDataString(database), new Uri(variables["DATABASE_URL"]).AbsolutePath);
    }

    [Fact]
    public void Host_OfIpv6_IsInBracketsInUrls()
    {
        var variables = Resolve(Connect(StoreKind.Postgres, 5432) with { Host = "fd00::1", Database = "orders" });

        Assert.Equal("postgresql://u:p@[fd00::1]:5432/orders?sslmode=disable", variables["DATABASE_URL"]);
        Assert.Equal("fd00::1", new NpgsqlConnectionStringBuilder(variables["ConnectionStrings__store"]).Host);
    }

    [Fact]
    public void Secrets_AreReferredToByNameAndKey()
    {
        var connection = Connect(StoreKind.Postgres, 5432) with { UsernameKey = "user", PasswordKey = "pass" };

        var variables = ConnectionVariables.Create(
            connection,
            new StoreUseSettings { Store = "store", Dialects = [ConnectionDialect.Url] },
            isMain: true
        );

        Assert.Equal(("orders", "pass"), (variables["STORE_PASSWORD"].Secret.Name, variables["STORE_PASSWORD"].Key));
        Assert.Equal(("orders", "user"), (variables["STORE_USERNAME"].Secret.Name, variables["STORE_USERNAME"].Key));
        Assert.Equal(
            "postgresql://$(STORE_USERNAME):$(STORE_PASSWORD)@store.shop.svc:5432/?sslmode=disable",
            variables["DATABASE_URL"].Value!.Value.Value
        );
    }

    [Theory]
    [InlineData(
        nameof(StoreKind.Postgres),
        "A=store.shop.svc B=1000 C=store.shop.svc:1000 D=orders E=u F=p G=postgresql://u:p@store.shop.svc:1000/orders?sslmode=disable "
            + "H=jdbc:postgresql://store.shop.svc:1000/orders I=Host=store.shop.svc;Port=1000;Username=u;Password=p;Database=orders"
    )]
    [InlineData(
        nameof(StoreKind.Valkey),
        "A=store.shop.svc B=1000 C=store.shop.svc:1000 E=u F=p G=redis://:p@store.shop.svc:1000/0 I=store.shop.svc:1000,password=p"
    )]
    [InlineData(nameof(StoreKind.Kafka), "A=store.shop.svc B=1000 C=store.shop.svc:1000 G=store.shop.svc:1000 I=store.shop.svc:1000")]
    [InlineData(
        nameof(StoreKind.Rabbitmq),
        "A=store.shop.svc B=1000 C=store.shop.svc:1000 D=orders E=u F=p G=amqp://u:p@store.shop.svc:1000/orders "
            + "I=amqp://u:p@store.shop.svc:1000/orders"
    )]
    [InlineData(nameof(StoreKind.S3), "A=store.shop.svc B=1000 C=store.shop.svc:1000 D=orders E=u F=p G=http://store.shop.svc:1000")]
    public void NamedVariables_HaveThePartsThatTheKindHas_AndNoDialectComesWithThem(string kind, string expected)
    {
        var connection = Connect(Enum.Parse<StoreKind>(kind), 1000) with { Database = "orders" };

        var variables = Resolve(connection, AskForAllParts());

        // Texts with user and password bring these along, by the store's name.
        var named = variables.Where(each => each.Key.Length == 1).OrderBy(each => each.Key, StringComparer.Ordinal);
        Assert.Equal(expected, string.Join(' ', named.Select(each => $"{each.Key}={each.Value}")));
        Assert.All(variables.Keys.Where(name => name.Length > 1), name => Assert.StartsWith("STORE_", name, StringComparison.Ordinal));
    }

    [Fact]
    public void NamedVariables_OfABucketThatOnlyItsOperatorKnows_ReferToItsConfigMap()
    {
        var connection = Connect(StoreKind.S3, 80) with { Database = "orders", BucketMap = "claim" };

        var variables = ConnectionVariables.Create(connection, AskForAllParts(), isMain: true);

        Assert.Equal(("claim", "BUCKET_HOST"), (variables["A"].ConfigMap, variables["A"].Key));
        Assert.Equal(("claim", "BUCKET_PORT"), (variables["B"].ConfigMap, variables["B"].Key));
        Assert.Equal(("claim", "BUCKET_NAME"), (variables["D"].ConfigMap, variables["D"].Key));
        Assert.Equal("$(STORE_HOST):$(STORE_PORT)", variables["C"].Value!.Value.Value);
        Assert.Equal("http://$(STORE_HOST):$(STORE_PORT)", variables["G"].Value!.Value.Value);
        Assert.Equal(("claim", "BUCKET_HOST"), (variables["STORE_HOST"].ConfigMap, variables["STORE_HOST"].Key));
    }

    private static StoreUseSettings AskForAllParts() =>
        new() { Store = "store", Variables = Enum.GetValues<ConnectionPart>().ToDictionary(part => ((char)('A' + (int)part)).ToString()) };

    private static StoreConnection Connect(StoreKind kind, int port) =>
        new()
        {
            Store = "store",
            Kind = kind,
            Host = "store.shop.svc",
            Port = port,
            Secret = "orders",
        };

    private static string WriteOne(StoreKind kind, string name) =>
        Resolve(Connect(kind, 1000) with { Database = "orders", Tls = true })[name];

    private static string Write(StoreConnection connection) =>
        string.Join(
            '\n',
            Resolve(connection)
                .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                .Select(variable => $"{variable.Key}={variable.Value}")
        );

    private static IReadOnlyDictionary<string, string> Resolve(StoreConnection connection)
    {
        var use = new StoreUseSettings { Store = "store", Dialects = [.. Enum.GetValues<ConnectionDialect>()] };
        return Resolve(connection, use);
    }

    private static IReadOnlyDictionary<string, string> Resolve(StoreConnection connection, StoreUseSettings use)
    {
        var secrets = new SecretsOfTest();
        secrets.Set("orders", "u", "p");
        return KubernetesEnvironment.Resolve(ConnectionVariables.Create(connection, use, isMain: true), secrets);
    }
}
