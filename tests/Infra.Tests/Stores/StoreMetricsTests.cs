using Infra.Tests.Golden;

namespace Infra.Tests.Stores;

/// <summary>Where the metrics of a store come from in each form, and who may read them.</summary>
public class StoreMetricsTests
{
    private const string Web = "web: {image: a:1, port: 8080, uses: [db]}";

    [Theory]
    [InlineData("postgres", "DATA_SOURCE_PASS", 9187.0)]
    [InlineData("mysql", "MYSQLD_EXPORTER_PASSWORD", 9104.0)]
    [InlineData("mongodb", "MONGODB_PASSWORD", 9216.0)]
    [InlineData("valkey", "REDIS_PASSWORD", 9121.0)]
    public async Task AContainer_HasAnExporter_WithAUserOfItsOwn(string kind, string variable, double port)
    {
        var plan = await RecordedPlan.ForServices(Web, Settings($"kind: {kind}"));

        var exporter = plan.Get("Deployment", "db-exporter");
        Assert.Equal(1.0, exporter["spec.replicas"]);
        var password = exporter.Container.List("env").Single(entry => entry["name"] as string == variable);
        Assert.Equal("db-exporter", password["valueFrom.secretKeyRef.name"]);
        Assert.True(plan.Has("Secret", "db-exporter"));
        AssertScraped(plan, "app.kubernetes.io/name", "db-exporter", port);

        // The exporter reaches the server, and the server lets it in.
        var own = plan.Get("NetworkPolicy", "db").List("spec.ingress").SelectMany(rule => rule.List("from"));
        Assert.Contains(own, peer => peer["podSelector.matchLabels.'app.kubernetes.io/name'"] is "db-exporter");
    }

    [Fact]
    public async Task AKafkaContainer_HasAnExporterWithoutCredentials()
    {
        var plan = await RecordedPlan.ForServices(Web, Settings("kind: kafka"));

        var container = plan.Get("Deployment", "db-exporter").Container;
        Assert.Equal(["--kafka.server=db.shop.svc:9092"], Texts(container, "args"));
        Assert.False(plan.Has("Secret", "db-exporter"));
    }

    /// <summary>The arguments of a process are visible to others on its node.</summary>
    [Fact]
    public async Task AKafkaWithUsers_GivesItsExporterNoPasswordInAnArgument()
    {
        var plan = await RecordedPlan.ForServices(
            Web,
            Settings("kind: kafka, form: external, host: kafka.example.com, secret: kafka, metrics: {secret: kafka-metrics}")
        );

        var container = plan.Get("Deployment", "db-exporter").Container;
        Assert.DoesNotContain(Texts(container, "args"), argument => argument.Contains("password", StringComparison.OrdinalIgnoreCase));
        var password = container.List("env").Single(variable => variable["name"] is "SASL_USER_PASSWORD");
        Assert.Equal("kafka-metrics", password["valueFrom.secretKeyRef.name"]);
    }

    [Theory]
    [InlineData("rabbitmq", 15692.0)]
    [InlineData("s3, database: shop", 9327.0)]
    public async Task AServerWithMetricsOfItsOwn_NeedsNoExporter(string kind, double port)
    {
        var plan = await RecordedPlan.ForServices(Web, Settings($"kind: {kind}"));

        Assert.False(plan.Has("Deployment", "db-exporter"));
        AssertScraped(plan, "app.kubernetes.io/name", "db", port);
    }

    [Theory]
    [InlineData("postgres", "cnpg.io/cluster", "db", 9187.0)]
    [InlineData("mysql", "app.kubernetes.io/instance", "db", 9104.0)]
    [InlineData("mongodb", "app.kubernetes.io/instance", "db", 9216.0)]
    [InlineData("rabbitmq", "app.kubernetes.io/name", "db", 15692.0)]
    [InlineData("kafka", "strimzi.io/name", "db-kafka-exporter", 9404.0)]
    public async Task AnOperatorsServers_ExposeTheirMetrics(string kind, string label, string value, double port)
    {
        var plan = await RecordedPlan.ForServices(Web, Settings($"kind: {kind}, form: operator, replicas: 3"));

        Assert.False(plan.Has("Deployment", "db-exporter"));
        Assert.False(plan.Has("Secret", "db-exporter"));
        AssertScraped(plan, label, value, port);
        CustomResources.AssertValid(plan);
    }

    [Theory]
    [InlineData("mysql", "PerconaXtraDBCluster", "spec.pxc.sidecars", "spec.pxc")]
    [InlineData("mongodb", "PerconaServerMongoDB", "spec.replsets[0].sidecars", "spec.replsets[0]")]
    public async Task AServerOfPercona_HasAnExporterBesideIt_UnderALimitOfItsOwn(string kind, string resource, string path, string servers)
    {
        var plan = await RecordedPlan.ForServices(Web, Settings($"kind: {kind}, form: operator, replicas: 3"));

        var cluster = plan.Get(resource, "db-protected-unless-data-is-retained");
        var exporter = Assert.Single(cluster.List(path));
        Assert.All(exporter.List("env").Where(entry => entry["valueFrom"] is not null), entry =>
            Assert.Equal("db-secrets", entry["valueFrom.secretKeyRef.name"])
        );
        Assert.NotNull(exporter["resources.limits.memory"]);
        Assert.Equal(3.0, cluster[$"{servers}.size"]);
    }

    [Theory]
    [InlineData("kind: postgres, metrics: false")]
    [InlineData("kind: rabbitmq, metrics: false")]
    [InlineData("kind: kafka, form: operator, metrics: false")]
    [InlineData("kind: mysql, form: operator, metrics: {enabled: false}")]
    [InlineData("kind: postgres, secret: mine")]
    [InlineData("kind: postgres, form: external, host: db.example.com, secret: mine")]
    [InlineData("kind: rabbitmq, form: external, host: db.example.com, secret: mine")]
    [InlineData("kind: s3, database: shop, form: external, host: db.example.com, secret: mine")]
    [InlineData("kind: s3, database: shop, form: operator, storageClass: fast")]
    public async Task AStoreWithoutMetrics_HasNeitherExporterNorScrapeJob(string store)
    {
        var plan = await RecordedPlan.ForServices(Web, Settings(store));

        Assert.False(plan.Has("Deployment", "db-exporter"));
        Assert.False(plan.Has("NetworkPolicy", "db-metrics"));
        Assert.DoesNotContain("store/db", Prometheus(plan), StringComparison.Ordinal);
        var kinds = plan.Resources.Where(CustomResources.IsCustom).Select(resource => string.Join(' ', resource.Inputs.Keys));
        Assert.DoesNotContain(kinds, text => text.Contains("sidecars", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AStackWithoutMonitoring_HasNoExporter()
    {
        var plan = await RecordedPlan.ForServices(Web, "faultTolerance: development\nstores: {db: {kind: postgres}}");

        Assert.False(plan.Has("Deployment", "db-exporter"));
        Assert.False(plan.Has("Secret", "db-exporter"));
    }

    [Fact]
    public async Task AnExternalStore_HasAnExporter_WithTheUserOfTheStatedSecret()
    {
        var plan = await RecordedPlan.ForServices(
            Web,
            Settings(
                "kind: mysql, form: external, host: \"2001:db8::1\", port: 3307, addresses: [\"2001:db8::/64\"], secret: mine, metrics: {secret: watch}"
            )
        );

        var container = plan.Get("Deployment", "db-exporter").Container;
        Assert.Equal(
            ["--mysqld.address=[2001:db8::1]:3307", "--mysqld.username=$(EXPORTER_USERNAME)", "--tls.insecure-skip-verify"],
            Texts(container, "args")
        );
        Assert.All(container.List("env"), entry => Assert.Equal("watch", entry["valueFrom.secretKeyRef.name"]));
        Assert.Contains(plan.Get("NetworkPolicy", "db-exporter").List("spec.egress"), rule =>
            rule["to[0].ipBlock.cidr"] is "2001:db8::/64" && rule["ports[0].port"] is 3307.0
        );
    }

    [Fact]
    public async Task AStoreNobodyUses_HasAJobForTheUserOfItsExporter()
    {
        var plan = await RecordedPlan.ForServices("web: {image: a:1, port: 8080}", Settings("kind: postgres"));

        var variables = plan.Get("Job", "db-users").Container.List("env").Select(entry => entry["name"]);
        Assert.Contains("EXPORTER_PASSWORD", variables);
    }

    private static string Settings(string store) => $"faultTolerance: development\nmonitoring: local\nstores: {{db: {{{store}}}}}";

    private static IEnumerable<string> Texts(Inputs container, string field) => container.List(field).Select(item => (string)item.Value!);

    private static string Prometheus(RecordedPlan plan) => (string)plan.Get("ConfigMap", "prometheus").Map("data")["prometheus.yaml"];

    private static void AssertScraped(RecordedPlan plan, string label, string value, double port)
    {
        var policy = plan.Get("NetworkPolicy", "db-metrics");
        Assert.Equal(value, policy[$"spec.podSelector.matchLabels.'{label}'"]);
        Assert.Equal(port, policy["spec.ingress[0].ports[0].port"]);
        Assert.Equal("prometheus", policy["spec.ingress[0].from[0].podSelector.matchLabels.'app.kubernetes.io/name'"]);
        var configuration = Prometheus(plan);
        Assert.Contains("job_name: store/db", configuration, StringComparison.Ordinal);
        Assert.Contains($"{label}={value}", configuration, StringComparison.Ordinal);
        Assert.Contains($":{port}", configuration, StringComparison.Ordinal);
    }
}
