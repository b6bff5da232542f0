using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks.Stores;

/// <summary>Stores that their kind refuses, or whose settings contradict each other, are reported with their cure.</summary>
public partial class StoreCheckTests
{
    [Theory]
    [InlineData("kind: postgres, version: 12", "s.version: postgres has no image of version 12; write one of 18, 17, 16, 15, 14")]
    [InlineData("kind: postgres, version: latest", "s.version: 'latest' is not a version; write a number, such as 18")]
    [InlineData("kind: postgres, version: 180", "s.version: postgres has no image of version 180")]
    [InlineData("kind: postgres, image: pgvector/pgvector:pg18", "s.image: the version of this image's server is not known")]
    [InlineData(
        "kind: s3, image: minio/minio:latest, version: 1, database: shop",
        "s.image: 'minio/minio:latest' cannot be pulled: MinIO's images"
    )]
    [InlineData(
        "kind: s3, image: quay.io/minio/minio:1, version: 1, database: shop",
        "remove it: the image is then chrislusf/seaweedfs:4.44"
    )]
    [InlineData("kind: valkey, image: bitnami/valkey:9, version: 9", "s.image: 'bitnami/valkey:9' cannot be pulled: Bitnami's free images")]
    [InlineData("kind: postgres, image: docker.io/bitnami/postgresql:17, version: 17", "remove it: the image is then postgres:17")]
    [InlineData("kind: valkey, replicas: 3", "s.replicas: a store in a container has one pod; remove it, or write 'form: external'")]
    [InlineData("kind: rabbitmq, replicas: 3", "s.replicas: a store in a container has one pod; remove it, or write 'form: operator'")]
    [InlineData("kind: mysql, form: operator, database: shop-db", "s.database: Percona's operator cannot create the database 'shop-db'")]
    [InlineData("kind: mysql, form: operator, database: Order", "s.database: Percona's operator cannot create the database 'Order'")]
    [InlineData("kind: mysql, form: operator, database: manual", "s.database: Percona's operator cannot create the database 'manual'")]
    [InlineData(
        "kind: mysql, form: external, host: x, secret: s, image: \"mysql:8.0\", version: \"8.0\"",
        "s.image: 'image' has no effect on a store of the form 'external'"
    )]
    [InlineData("kind: postgres, size: 20", "s.size: 20 is less than 64Ki: a number without a unit counts bytes; write it as 20Gi")]
    [InlineData("kind: postgres, size: 0", "s.size: a volume cannot be empty")]
    [InlineData("kind: postgres, size: -1Gi", "s.size: -1Gi is negative")]
    [InlineData("kind: postgres, database: template1", "s.database: the database 'template1' belongs to PostgreSQL")]
    [InlineData("kind: postgres, database: \"a b\"", "s.database: 'a b' is not a name of a database")]
    [InlineData("kind: postgres, database: \"1a\"", "s.database: '1a' is not a name of a database")]
    [InlineData("kind: mysql, database: sys", "s.database: the database 'sys' belongs to MySQL")]
    [InlineData("kind: mongodb, database: admin", "s.database: the database 'admin' belongs to MongoDB")]
    [InlineData("kind: rabbitmq, database: \"a?b\"", "s.database: 'a?b' is not a name of a virtual host")]
    [InlineData("kind: s3, database: My_Bucket", "s.database: 'My_Bucket' is not a name of a bucket")]
    [InlineData("kind: s3", "stores.s: 's' is not a name of a bucket")]
    [InlineData("kind: valkey, database: \"1\"", "s.database: a store of this kind has no databases by name")]
    [InlineData("kind: kafka, topics: {\"a b\": 1}", "'a b' is not a name of a topic")]
    [InlineData("kind: kafka, topics: {__offsets: 1}", "s.topics.__offsets: '__offsets' is a name of Kafka's own topics")]
    [InlineData("kind: kafka, topics: {a.b: 1, a_b: 1}", "s.topics.a_b: Kafka refuses 'a_b' beside 'a.b', because it takes")]
    [InlineData("kind: valkey, topics: {a: 1}", "s.topics: a store of the kind 'valkey' has no topics")]
    [InlineData("kind: mysql, extensions: [x]", "s.extensions: a store of the kind 'mysql' has no extensions; remove it")]
    [InlineData("kind: postgres, extensions: [\"a b\"]", "s.extensions[0]: 'a b' is not a name of an extension")]
    [InlineData("kind: postgres, extensions: [vector, vector]", "s.extensions[1]: 'vector' is listed twice")]
    [InlineData(
        "kind: postgres, form: external, host: x, secret: s, extensions: [vector]",
        "s.extensions: 'extensions' has no effect on a store of the form 'external'"
    )]
    [InlineData("kind: postgres, pool: fast", "s.pool: there is no pool 'fast'")]
    [InlineData("kind: postgres, resources: huge", "s.resources: there is no size 'huge'; known here: small")]
    [InlineData("kind: postgres, resources: {limits: {memory: 512}}", "s.resources.limits.memory: 512 is less than 64Ki")]
    [InlineData("kind: postgres, secret: My_Secret", "s.secret: 'My_Secret' is not a valid name of a Secret")]
    [InlineData("kind: postgres, owner: \"a b\"", "s.owner: 'a b' is not a valid label value")]
    [InlineData("kind: rabbitmq, metrics: {secret: x}", "s.metrics.secret: no exporter is supported for rabbitmq; remove it")]
    [InlineData("kind: postgres, form: operator, metrics: {secret: x}", "s.metrics.secret: the operator has a user for the metrics")]
    [InlineData("kind: kafka, metrics: {secret: x}", "s.metrics.secret: a kafka without authentication has no users; remove it")]
    [InlineData(
        "kind: kafka, form: external, host: k.example.com, metrics: {secret: x}",
        "s.metrics.secret: a kafka without authentication has no users; remove it"
    )]
    [InlineData("kind: postgres, metrics: {secret: X_Y}", "s.metrics.secret: 'X_Y' is not a valid name of a Secret")]
    [InlineData("kind: valkey, form: operator", "s.form: no operator is supported for valkey: none keeps the address")]
    [InlineData("kind: postgres, form: operator, version: 13", "s.version: CloudNativePG has no image of version 13; write one of 18,")]
    [InlineData("kind: postgres, form: operator, replicas: 2", "s.replicas: 2 servers of postgres need as many for a majority as 3")]
    [InlineData("kind: postgres, form: operator, host: x", "s.host: 'host' has no effect on a store of the form 'operator'")]
    [InlineData("kind: postgres, form: operator, secret: x", "s.secret: 'secret' has no effect on a store of the form 'operator'")]
    [InlineData("kind: kafka, form: operator, tls: true", "s.tls: Strimzi offers TLS with a certificate that clients do not trust")]
    [InlineData("kind: mysql, form: operator, version: 8.4.1", "s.version: Percona's operator of XtraDB Cluster has no image of version")]
    [InlineData("kind: s3, form: operator, database: shop", "s.form: a bucket of the platform needs the storage class")]
    [InlineData(
        "kind: s3, form: operator, database: shop, storageClass: x, version: 4",
        "s.version: the version of a store of the kind 's3' is the operator's to choose; remove it"
    )]
    [InlineData("kind: s3, form: operator, database: shop, storageClass: x, replicas: 3", "s.replicas: 'replicas' has no effect")]
    [InlineData("kind: postgres, form: operator, size: 20", "s.size: 20 is less than 64Ki: a number without a unit counts bytes")]
    [InlineData("kind: postgres, host: db.example.com", "s.host: 'host' has no effect on a store of the form 'container'")]
    [InlineData("kind: postgres, form: container, tls: true", "s.tls: 'tls' has no effect on a store of the form 'container'")]
    [InlineData("kind: postgres, keys: {username: u}", "s.keys: the Secret of a container has the keys 'username' and 'password'")]
    [InlineData("kind: postgres, replicas: 3", "s.replicas: a store in a container has one pod")]
    [InlineData("kind: postgres, form: external, secret: s", "s.form: an external store needs 'host'; write 'host: s.example.com'")]
    [InlineData("kind: postgres, form: external, host: db.example.com", "s.form: an external store needs 'secret'")]
    [InlineData("kind: postgres, form: external, host: \"http://x\", secret: s", "s.host: 'http://x' is not a host")]
    [InlineData("kind: postgres, form: external, host: \"[::1]\", secret: s", "s.host: '[::1]' is not a host")]
    [InlineData(
        "kind: postgres, form: external, host: x, secret: s, size: 1Gi",
        "s.size: 'size' has no effect on a store of the form 'external'"
    )]
    [InlineData(
        "kind: postgres, form: external, host: x, secret: s, addresses: [10.0.0.0/40]",
        "s.addresses[0]: '10.0.0.0/40' is not a CIDR range"
    )]
    public void AnInvalidStore_IsRejected(string settings, string expected) =>
        Assert.Contains(expected, Error($"stores: {{s: {{{settings}}}}}", "uses: [s]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("postgres")]
    [InlineData("rabbitmq")]
    [InlineData("kafka")]
    public void AnEvenNumberOfServers_ThatElectALeader_IsRejected(string kind) =>
        Assert.Contains(Errors($"stores: {{s: {{kind: {kind}, replicas: 2}}}}", "uses: [s]"), error =>
            error.Contains($"stores.s.replicas: 2 servers of {kind} need as many for a majority as 3", StringComparison.Ordinal)
        );

    [Fact]
    public void AStoreWithoutAForm_OutsideOfDevelopment_IsRejectedInTheStacksFile()
    {
        var error = Error("faultTolerance: standard\nstores: {s: {kind: postgres}}", "uses: [s]");

        Assert.StartsWith(
            "stacks/Pulumi.dev.yaml:1: stores.s.form: with 'faultTolerance: standard' the form",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("write 'infra:stores: {s: {form: operator}}'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AContainer_InAStandardStack_CausesAWarning_AndInACriticalOneAnError()
    {
        var warnings = Load("faultTolerance: standard\nstores: {s: {kind: postgres, form: container}}", "uses: [s]").Warnings;
        var error = Error("faultTolerance: critical\nstores: {s: {kind: valkey, form: container}}", "uses: [s]");

        Assert.Contains(warnings, warning =>
            warning.ToString().Contains("stores.s.form: a container is one pod", StringComparison.Ordinal)
        );
        Assert.Contains("'faultTolerance: critical' needs more than a container", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AStacksFile_MayChooseAnotherForm_ThanTheSettingsOfTheCatalogueAreFor()
    {
        const string catalogue = "stores: {s: {kind: postgres, size: 5Gi, version: 17}}";
        const string stack = "config: {infra:stores: {s: {form: external, host: db.example.com, secret: s, backup: {managed: true}}}}";

        Assert.Empty(Load(catalogue, "uses: [s]", stack).Warnings);
    }

    [Theory]
    [InlineData("db", "calls: [db]", "services.web.calls[0]: 'db' is a store; write 'uses: [db]' at the service, and remove it here")]
    [InlineData("orders-db", "uses: [order-db]", "services.web.uses[0]: there is no store 'order-db'; did you mean 'orders-db'?")]
    [InlineData("db", "uses: [db, db]", "services.web.uses[1]: 'db' is listed twice; remove one")]
    [InlineData("db", "uses: [{store: db, as: \"a b\"}]", "services.web.uses[0].as: 'a b' is not a name for variables")]
    [InlineData("db", "uses: [{store: db, database: postgres}]", "uses[0].database: the database 'postgres' belongs to PostgreSQL")]
    [InlineData(
        "db",
        "uses: [{store: db, dialects: [java]}]",
        "uses[0].dialects[0]: 'java' is not one of url, dotNet, aspire, spring, files"
    )]
    [InlineData(
        "db",
        "uses: [{store: db, variables: {A: hots}}]",
        "uses[0].variables.A: 'hots' is not one of host, port, address, database, username, password, url, jdbcUrl, connectionString"
    )]
    [InlineData("db", "uses: [{store: db, variables: {\"1 A\": host}}]", "'1 A' is not a valid name of an environment variable")]
    [InlineData("web", "uses: [web]", "stores.web: there is a service 'web', which is the name of a part of the store, too")]
    [InlineData("we", "uses: [we]}, we-users: {image: a:1, kind: worker", "stores.we: there is a service 'we-users'")]
    [InlineData("db", "env: {A: $(DB_USER)}, uses: [db]", "services.web.env.A: there is no variable 'DB_USER'; ")]
    public void AnInvalidUse_IsRejected(string store, string settings, string expected) =>
        Assert.Contains(Errors($"stores: {{{store}: {{kind: postgres}}}}", settings), error =>
            error.Contains(expected, StringComparison.Ordinal)
        );

    [Fact]
    public void TheSecretOfAUser_WithTheNameOfAnotherSecret_IsRejected() =>
        Assert.Contains(
            "its Secret would be named 'db-web'",
            Error("stores: {db: {kind: postgres}}", "uses: [db]}, db-web: {image: a:1, kind: worker, env: {A: {value: b, secret: true}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void AServiceNamedLikeTheAdministrator_IsRejected() =>
        Assert.Contains(
            "services.admin.uses[0]: the user 'admin' is the administrator of 'q'",
            Error("stores: {q: {kind: rabbitmq}}", "kind: worker}, admin: {image: a:1, kind: worker, uses: [q]", port: ""),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("pg-admin", "pg_admin")]
    [InlineData("public", "public")]
    [InlineData("none", "none")]
    public void AServiceNamedLikeAReservedRoleOfPostgres_IsRejected(string service, string user) =>
        Assert.Contains(
            $"services.{service}.uses[0]: its user would be '{user}', which PostgreSQL reserves; rename the service",
            Error("stores: {db: {kind: postgres}}", $"kind: worker}}, {service}: {{image: a:1, kind: worker, uses: [db]", port: ""),
            StringComparison.Ordinal
        );

    [Fact]
    public void TwoDatabasesOfAMongodb_ThatDifferInCaseOnly_AreRejected() =>
        Assert.Contains(
            "services.web.uses[0].database: MongoDB takes 'Orders' and 'orders' for one database; write 'orders'",
            Error("stores: {d: {kind: mongodb, database: orders}}", "uses: [{store: d, database: Orders}]"),
            StringComparison.Ordinal
        );

    [Fact]
    public void AVariable_OfAPartThatTheKindDoesNotHave_OrOfTwoStores_IsRejected()
    {
        var errors = Errors(
            "stores: {q: {kind: rabbitmq}, c: {kind: valkey}}",
            "uses: [{store: q, variables: {A: jdbcUrl, B: url}}, {store: c, variables: {B: url, C: database}}]"
        );

        Assert.Equal(3, errors.Length);
        Assert.Contains(
            "uses[0].variables.A: a store of the kind 'rabbitmq' has no 'jdbcUrl'; write one of host, port, address, database,",
            errors[0],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "uses[1].variables.B: the variable 'B' is already one of 'q'; write another name",
            errors[1],
            StringComparison.Ordinal
        );
        Assert.Contains("uses[1].variables.C: a store of the kind 'valkey' has no 'database'", errors[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Env_RefersToAVariableThatTheServiceNamesItself_IsAccepted() =>
        Assert.Empty(
            Load(
                "stores: {db: {kind: postgres}}",
                "uses: [{store: db, variables: {DB: url}}], env: {MODE: $(DB), P: $(DB_PASSWORD)}"
            ).Warnings
        );

    [Fact]
    public void Env_RefersToTheCredentialsOfAnExternalKafka_IsAccepted() =>
        Assert.Empty(
            Load(
                "stores: {events: {kind: kafka, form: external, host: kafka.example.com, secret: events}}",
                "uses: [events], env: {USER: $(KAFKA_SASL_USERNAME), MODE: $(EVENTS_SECURITY_PROTOCOL)}"
            ).Warnings
        );

    [Fact]
    public void AStoreThatNoServiceUses_CausesAWarning() =>
        Assert.Contains(Load("stores: {s: {kind: postgres}}", "").Warnings, warning =>
            warning.ToString().Contains("stores.s: no service uses this store", StringComparison.Ordinal)
        );

    [Fact]
    public void TwoStoresOfAKind_CauseAWarning_WhichNamesTheOneThatWins()
    {
        const string stores = "stores: {a: {kind: postgres}, b: {kind: mysql}}";

        var warning = Assert.Single(Load(stores, "uses: [a, b]").Warnings).ToString();

        Assert.Contains("services.web.uses[1]: the variables without a store's name are those of 'a'", warning, StringComparison.Ordinal);
        Assert.Empty(Load(stores, "uses: [a, {store: b, dialects: [dotNet]}]").Warnings);
    }

    [Fact]
    public void AllErrors_AreReportedAtOnce() =>
        Assert.Equal(3, Errors("stores: {s: {kind: postgres, size: 1, version: 2}}", "uses: [t]").Length);

    private static string Error(string stack, string service, string port = "port: 8080, ") =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(stack, service, port: port)).Errors).ToString();

    private static string[] Errors(string stack, string service) =>
        [.. Assert.Throws<InvalidSettingsException>(() => Load(stack, service)).Errors.Select(error => error.ToString())];

    private static LoadedSettings Load(string stack, string service, string stackFile = "", string port = "port: 8080, ") =>
        SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\n{(stack.Contains("faultTolerance", StringComparison.Ordinal) || stackFile.Length > 0 ? "" : "faultTolerance: development\n")}"
                    + "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}}}\n"
                    + $"{stack}\nservices: {{web: {{image: a:1, {port}{service}}}}}",
                stackFile
            )
        );
}
