using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Stores;

/// <summary>External stores whose credentials External Secrets provides, and workloads that restart when others change a Secret.</summary>
public class ExternalSecretTests
{
    private const string Web = "web: {image: a:1, port: 8080, uses: [db]}";

    private const string Reload = "metadata.annotations.'secret.reloader.stakater.com/reload'";

    [Fact]
    public async Task AStore_HasAnExternalSecret_WithTheKeysThatTheVariablesReferTo()
    {
        var plan = await PlanAsync("postgres, externalSecret: {store: vault, key: prod/db, password: pass, refresh: 90m}");

        var source = plan.Get("ExternalSecret", "db");
        Assert.Equal("external-secrets.io/v1", source["apiVersion"]);
        Assert.Equal("condition=Ready", source["metadata.annotations.'pulumi.com/waitFor'"]);
        Assert.Equal(("vault", "ClusterSecretStore"), (source["spec.secretStoreRef.name"], source["spec.secretStoreRef.kind"]));
        Assert.Equal("1h30m0s", source["spec.refreshInterval"]);
        Assert.Equal("db", source["spec.target.name"]);
        Assert.Equal(
            [("username", "prod/db", "username"), ("password", "prod/db", "pass")],
            source
                .List("spec.data")
                .Select(item => (item["secretKey"], (item["remoteRef.key"], item["remoteRef.property"])))
                .Select(item => ((string)item.Item1!, (string)item.Item2.Item1!, (string)item.Item2.Item2!))
        );
        Assert.Equal(["db.password", "db.username"], References(plan));
        Assert.False(plan.Has("Secret", "db"));
    }

    [Fact]
    public async Task ValuesOfTheirOwn_AreWholeSecrets_AndTheKeysOfTheSecretMayBeOthers()
    {
        var plan = await PlanAsync(
            "postgres, keys: {username: user, password: pass}, "
                + "externalSecret: {store: {name: local, kind: secretStore}, username: {key: db-user}, password: {key: db-pass, property: v}}"
        );

        var source = plan.Get("ExternalSecret", "db");
        Assert.Equal("SecretStore", source["spec.secretStoreRef.kind"]);
        var data = source.List("spec.data").ToArray();
        Assert.Equal(("user", "db-user", null), (data[0]["secretKey"], data[0]["remoteRef.key"], data[0]["remoteRef.property"]));
        Assert.Equal(("pass", "db-pass", "v"), (data[1]["secretKey"], data[1]["remoteRef.key"], data[1]["remoteRef.property"]));
        Assert.Equal(["db.pass", "db.user"], References(plan));
    }

    [Fact]
    public async Task AValkey_NeedsThePasswordOnly()
    {
        var plan = await PlanAsync("valkey, externalSecret: {store: vault, key: prod/cache}");

        Assert.Equal("password", Assert.Single(plan.Get("ExternalSecret", "db").List("spec.data"))["secretKey"]);
    }

    [Fact]
    public async Task AKafka_WithAnExternalSecret_Authenticates()
    {
        var plan = await PlanAsync("kafka, externalSecret: {store: vault, key: prod/events}");

        Assert.Equal(["db.password", "db.username"], References(plan));
    }

    [Theory]
    [InlineData("", "stores.db.form: an external store needs 'secret' or 'externalSecret'; write 'secret: db' beside it")]
    [InlineData(
        ", externalSecret: {store: vault, username: {key: a}}",
        "stores.db.externalSecret: it is not known which secret in 'vault' has the password"
    )]
    [InlineData(
        ", externalSecret: {store: vault, password: {key: a}}",
        "stores.db.externalSecret: it is not known which secret in 'vault' has the user's name; write 'key', or 'username: {key: …}'"
    )]
    [InlineData(", secret: a, externalSecret: {store: vault, key: a}", "the credentials are in the Secret 'a', too; remove 'secret' or")]
    [InlineData(", externalSecret: {store: Va_ult, key: a}", "stores.db.externalSecret.store: 'Va_ult' is not a valid name")]
    [InlineData(", externalSecret: {store: {name: vault, kind: vault}, key: a}", "'vault' is not one of clusterSecretStore, secretStore")]
    [InlineData(", externalSecret: {key: a}", "stores.db.externalSecret.store: this setting is missing")]
    [InlineData(", externalSecret: {store: vault, key: a, refresh: 1}", "stores.db.externalSecret.refresh: ")]
    [InlineData(
        ", externalSecret: {store: vault, key: a, refresh: 500ms}",
        "stores.db.externalSecret.refresh: External Secrets counts in whole seconds; write 1s or more, or 0s to read the values once"
    )]
    public void AnExternalSecretThatCouldNotBeFound_IsRejectedAtItsLine(string settings, string problem)
    {
        var error = Error($"kind: postgres, form: external, host: db.example.com{settings}");

        Assert.Matches(@"services\.yaml:4\b", error);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExternalSecret_OfAContainer_IsRejected() =>
        Assert.Contains(
            "stores.db.externalSecret: 'externalSecret' has no effect on a store of the form 'container'",
            Error("kind: postgres, externalSecret: {store: vault, key: a}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("postgres, form: external, host: db.example.com, secret: mine", "mine")]
    [InlineData("postgres, form: external, host: db.example.com, externalSecret: {store: vault, key: a}", "db")]
    [InlineData("valkey, secret: mine", "mine")]
    [InlineData("s3, form: operator, database: shop, storageClass: x", "db")]
    [InlineData("postgres", null)]
    [InlineData("postgres, secret: mine", null)]
    [InlineData("mysql, secret: mine", null)]
    [InlineData("rabbitmq, secret: mine", null)]
    [InlineData("mongodb, secret: mine", null)]
    [InlineData("postgres, form: operator", null)]
    [InlineData("kafka, form: external, host: kafka.example.com", null)]
    public async Task AService_IsRestartedByReloader_WhereOthersWriteItsSecret(string store, string? secret)
    {
        var plan = await RecordedPlan.ForServices(Web, $"faultTolerance: development\nstores: {{db: {{kind: {store}}}}}");

        Assert.Equal(secret, plan.Get("Deployment", "web")[Reload]);
    }

    [Theory]
    [InlineData("valkey, secret: mine", "mine")]
    [InlineData("postgres, secret: mine", null)]
    [InlineData("valkey", null)]
    public async Task AServer_IsRestartedByReloader_WhereItReadsThePasswordAtEachStart(string store, string? secret)
    {
        var plan = await RecordedPlan.ForServices(Web, $"faultTolerance: development\nstores: {{db: {{kind: {store}}}}}");

        Assert.Equal(secret, plan.Get("StatefulSet", "db")[Reload]);
    }

    [Fact]
    public async Task AService_OfSeveralStores_NamesAllTheirSecrets_AndAJobNone()
    {
        var plan = await RecordedPlan.ForServices(
            "web: {image: a:1, port: 8080, uses: [db, q]}\nmigrate: {image: a:1, kind: job, uses: [db]}",
            "stores: {db: {kind: postgres, form: external, host: a.example.com, secret: b}, "
                + "q: {kind: rabbitmq, form: external, host: q.example.com, secret: a}}"
        );

        Assert.Equal("b,a", plan.Get("Deployment", "web")[Reload]);
        Assert.Null(plan.Get("Job", "migrate")[Reload]);
    }

    [Fact]
    public async Task AService_WithAnAnnotationForReloader_KeepsItsOwn()
    {
        var plan = await RecordedPlan.ForServices(
            "web: {image: a:1, port: 8080, uses: [db], objects: {workload: {annotations: {reloader.stakater.com/auto: \"false\"}}}}",
            "stores: {db: {kind: postgres, form: external, host: a.example.com, secret: mine}}"
        );

        var deployment = plan.Get("Deployment", "web");
        Assert.Equal("false", deployment["metadata.annotations.'reloader.stakater.com/auto'"]);
        Assert.Null(deployment[Reload]);
    }

    private static Task<RecordedPlan> PlanAsync(string store) =>
        RecordedPlan.ForServices(Web, $"stores: {{db: {{form: external, host: db.example.com, kind: {store}}}}}");

    private static IEnumerable<string> References(RecordedPlan plan) =>
        plan.Get("Deployment", "web")
            .Container.List("env")
            .Where(variable => variable["valueFrom.secretKeyRef.name"] is not null)
            .Select(variable => $"{variable["valueFrom.secretKeyRef.name"]}.{variable["valueFrom.secretKeyRef.key"]}")
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static string Error(string store) =>
        Assert
            .Single(
                Assert
                    .Throws<InvalidSettingsException>(() =>
                        SettingsLoader.Load(
                            StackSources.Simulated(
                                $$"""
                                name: shop
                                faultTolerance: development
                                sizes: {small: {requests: {cpu: 100m, memory: 128Mi} } }
                                stores: { db: { {{store}} } }
                                services:
                                  web: {image: a:1, port: 8080, uses: [db]}
                                """,
                                ""
                            )
                        )
                    )
                    .Errors
            )
            .ToString();
}
