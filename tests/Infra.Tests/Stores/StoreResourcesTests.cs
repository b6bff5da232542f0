using System.Text;

namespace Infra.Tests.Stores;

/// <summary>The records and credentials of stores, and what the services that use one get.</summary>
public class StoreResourcesTests
{
    private const string Development = "faultTolerance: development\n";

    private const string Record = "db-store-protected-unless-data-is-retained";

    private const string Administrator = "db-admin-protected-unless-data-is-retained";

    private const string Web = "web: {image: a:1, port: 8080, uses: [db]}";

    [Fact]
    public async Task EachUser_HasASecretOfItsOwn_WithALongPassword()
    {
        var plan = await RecordedPlan.ForServices(
            "web: {image: a:1, port: 8080, uses: [db]}\njobs-2: {image: a:1, kind: worker, uses: [db]}",
            $"{Development}stores: {{db: {{kind: postgres}}}}"
        );

        string[] secrets = [Administrator, "db-web", "db-jobs-2"];
        string[] passwords = [.. secrets.Select(name => Decode(plan.Get("Secret", name)["data.password"]))];
        Assert.Equal(["postgres", "web", "jobs_2"], secrets.Select(name => Decode(plan.Get("Secret", name)["data.username"])));
        Assert.Equal(3, passwords.Distinct().Count());
        Assert.All(passwords, password => Assert.Matches("^[A-Za-z0-9]{32}$", password));
    }

    [Theory]
    [InlineData("valkey", Administrator)]
    [InlineData("s3", Administrator)]
    public async Task AKindWithoutUsers_HasOneSecret(string kind, string secret)
    {
        var plan = await RecordedPlan.ForServices(
            Web,
            $"{Development}stores: {{db: {{kind: {kind}, database: shop}}}}".Replace(
                kind == "valkey" ? ", database: shop" : "\0",
                "",
                StringComparison.Ordinal
            )
        );

        Assert.Equal([secret], Names(plan, "Secret"));
        Assert.False(plan.Has("Job", "db-users"));
    }

    [Fact]
    public async Task AnExistingSecret_IsReferredTo_AndNothingIsDrawn()
    {
        var plan = await RecordedPlan.ForServices(Web, $"{Development}stores: {{db: {{kind: postgres, secret: mine}}}}");

        Assert.Empty(Names(plan, "Secret"));
        var variables = plan.Get("Deployment", "web").Container.List("env");
        Assert.Contains(variables, variable =>
            (variable["valueFrom.secretKeyRef.name"], variable["valueFrom.secretKeyRef.key"]) is ("mine", "web.password")
        );
    }

    [Theory]
    [InlineData("protected", Record, Administrator)]
    [InlineData("retained", Record, Administrator)]
    [InlineData("disposable", "db-store", "db-admin")]
    public async Task ResourcesThatAreNeverProtected_AreNotNamedAsIfTheyWere(string data, string record, string administrator)
    {
        var plan = await RecordedPlan.ForServices(Web, $"{Development}stores: {{db: {{kind: postgres, data: {data}}}}}");

        Assert.True(plan.Has("ConfigMap", record));
        Assert.True(plan.Has("Secret", administrator));
    }

    [Fact]
    public async Task AnExternalStore_HasNoObjects_AndOpensItsAddressOnly()
    {
        var plan = await RecordedPlan.ForServices(
            Web,
            "stores: {db: {kind: postgres, form: external, host: db.example.com, addresses: [10.20.0.0/16], secret: db, port: 6432}}"
        );

        Assert.Empty(Names(plan, "StatefulSet"));
        Assert.Empty(Names(plan, "Secret"));
        Assert.False(plan.Has("ConfigMap", Record));
        var rules = plan.Get("NetworkPolicy", "web").List("spec.egress");
        Assert.Contains(rules, rule => rule["to[0].ipBlock.cidr"] is "10.20.0.0/16" && rule["ports[0].port"] is 6432.0);
    }

    [Theory]
    [InlineData("container", "postgresql://$(DB_USERNAME):$(DB_PASSWORD)@db.shop.svc:5432/db?sslmode=disable")]
    [InlineData(
        "external, host: db.example.com, secret: db, tls: false",
        "postgresql://$(DB_USERNAME):$(DB_PASSWORD)@db.example.com:5432/db?sslmode=disable"
    )]
    public async Task TheVariables_AreTheSame_InEachForm(string form, string url)
    {
        var plan = await RecordedPlan.ForServices(Web, $"{Development}stores: {{db: {{kind: postgres, form: {form}}}}}");

        var container = plan.Get("Deployment", "web").Container;
        var names = container
            .List("env")
            .Select(variable => (string)variable["name"]!)
            .Concat(plan.Get("ConfigMap", "web").Map("data").Keys);
        Assert.Equal(
            [
                "ConnectionStrings__db",
                "DATABASE_URL",
                "DB_DATABASENAME",
                "DB_HOST",
                "DB_JDBCCONNECTIONSTRING",
                "DB_PASSWORD",
                "DB_PORT",
                "DB_URI",
                "DB_URL",
                "DB_USERNAME",
                "SPRING_DATASOURCE_PASSWORD",
                "SPRING_DATASOURCE_URL",
                "SPRING_DATASOURCE_USERNAME",
            ],
            names.Order(StringComparer.Ordinal)
        );
        Assert.Equal(url, container.List("env").Single(variable => variable["name"] is "DATABASE_URL")["value"]);
    }

    [Fact]
    public async Task AWrittenVariable_ComesBeforeThatOfAStore()
    {
        var plan = await RecordedPlan.ForServices(
            "web: {image: a:1, port: 8080, uses: [db], env: {DATABASE_URL: \"x:$(DB_PASSWORD)\"}}",
            $"{Development}stores: {{db: {{kind: postgres}}}}"
        );

        var variables = plan.Get("Deployment", "web").Container.List("env");
        Assert.Equal("x:$(DB_PASSWORD)", variables.Single(variable => variable["name"] is "DATABASE_URL")["value"]);
    }

    [Fact]
    public async Task OnlyTheUsersOfAStore_MayReachIt_AndOnlyAtItsPort()
    {
        var plan = await RecordedPlan.ForServices(
            "web: {image: a:1, port: 8080, uses: [q]}\nother: {image: a:1, kind: worker}",
            $"{Development}stores: {{q: {{kind: rabbitmq}}}}"
        );

        var rules = plan.Get("NetworkPolicy", "q").List("spec.ingress");
        var callers = rules.SelectMany(rule => rule.List("from").Select(from => (From: from, rule))).ToArray();
        var web = callers.Single(caller => Name(caller.From) is "web").rule;
        Assert.Equal([5672.0], web.List("ports").Select(port => port["port"] is "amqp" ? 5672.0 : port["port"]));
        Assert.Contains(callers, caller => Name(caller.From) is "q-users");
        Assert.DoesNotContain(callers, caller => Name(caller.From) is "other");
    }

    [Fact]
    public async Task TheRecord_HasWhatTheDataDependsOn()
    {
        var plan = await RecordedPlan.ForServices(Web, $"{Development}stores: {{db: {{kind: postgres, version: \"17.2\", size: 5Gi}}}}");

        Assert.Equal(
            new Dictionary<string, object>
            {
                ["form"] = "container",
                ["kind"] = "postgres",
                ["major"] = "17",
            },
            plan.Get("ConfigMap", Record).Map("data").ToDictionary()
        );
    }

    /// <summary>Annotations, because an added entry of the data would replace the records of deployed stacks.</summary>
    [Theory]
    [InlineData("kind: postgres, version: \"17.2\"", "infra/data=protected infra/database=db infra/release=17")]
    [InlineData("kind: mysql, version: \"8.4.5\", database: shop", "infra/data=protected infra/database=shop infra/release=8.4")]
    [InlineData("kind: mysql, form: operator, version: \"8.0\"", "infra/data=protected infra/database=db infra/release=8.0")]
    [InlineData("kind: valkey, version: \"9.0\", data: retained", "infra/data=retained infra/release=9.0")]
    [InlineData("kind: kafka, form: operator", "infra/copies=1 infra/data=protected infra/release=4.3")]
    [InlineData("kind: kafka, form: operator, replicas: 3", "infra/copies=3 infra/data=protected infra/release=4.3")]
    [InlineData("kind: kafka, form: operator, replicas: 5", "infra/copies=3 infra/data=protected infra/release=4.3")]
    public async Task TheRecord_IsAnnotatedWithWhatMustStay(string store, string expected)
    {
        var plan = await RecordedPlan.ForServices(Web, $"{Development}stores: {{db: {{{store}}}}}");

        Assert.Equal(
            expected,
            string.Join(
                ' ',
                plan.Get("ConfigMap", Record)
                    .Map("metadata.annotations")
                    .Where(entry => entry.Key.StartsWith("infra/", StringComparison.Ordinal))
                    .Select(entry => $"{entry.Key}={entry.Value}")
                    .Order(StringComparer.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("protected", null)]
    [InlineData("retained", null)]
    [InlineData("disposable", "Delete")]
    public async Task TheVolume_IsKept_UnlessItsDataIsDisposable(string data, string? expected)
    {
        var plan = await RecordedPlan.ForServices(Web, $"{Development}stores: {{db: {{kind: postgres, data: {data}}}}}");

        Assert.Equal(expected, plan.Get("StatefulSet", "db")["spec.persistentVolumeClaimRetentionPolicy.whenDeleted"]);
    }

    [Theory]
    [InlineData(18, "/var/lib/postgresql", "postgres-18")]
    [InlineData(17, "/var/lib/postgresql/data", "postgres-17")]
    public async Task EachMajorVersion_HasAVolumeOfItsOwn_AtItsPath(int version, string path, string volume)
    {
        var plan = await RecordedPlan.ForServices(Web, $"{Development}stores: {{db: {{kind: postgres, version: {version}}}}}");

        var mounts = plan.Get("StatefulSet", "db").Container.List("volumeMounts");
        Assert.Equal(path, mounts.Single(mount => mount["name"] as string == volume)["mountPath"]);
    }

    private static string Decode(object? value) => Encoding.UTF8.GetString(Convert.FromBase64String(Assert.IsType<string>(value)));

    private static object? Name(Inputs peer) => peer["podSelector.matchLabels.'app.kubernetes.io/name'"];

    private static IEnumerable<string?> Names(RecordedPlan plan, string kind) =>
        plan.Resources.Where(resource => resource.Type!.EndsWith($":{kind}", StringComparison.Ordinal)).Select(resource => resource.Name);
}
