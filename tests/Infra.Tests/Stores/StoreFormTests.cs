namespace Infra.Tests.Stores;

/// <summary>A service gets the same variables for a store in every form: only the address and the Secret differ.</summary>
public class StoreFormTests
{
    private const string Development = "faultTolerance: development\n";

    private const string Web = "web: {image: a:1, port: 8080, uses: [{store: shop-db, dialects: [url, dotNet, aspire, spring]}]}";

    private static readonly string[] Addresses =
    [
        "shop-db.shop.svc",
        "shop-db-rw.shop.svc",
        "shop-db-haproxy.shop.svc",
        "shop-db-rs0.shop.svc",
    ];

    [Theory]
    [InlineData("postgres", "operator, tls: false")]
    [InlineData("postgres", "external, host: shop-db.shop.svc, secret: shop-db, tls: false")]
    [InlineData("mysql", "operator, tls: false")]
    [InlineData("mysql", "external, host: shop-db.shop.svc, secret: shop-db, tls: false")]
    [InlineData("rabbitmq", "operator")]
    [InlineData("rabbitmq", "external, host: shop-db.shop.svc, secret: shop-db, tls: false")]
    [InlineData("mongodb", "operator")]
    [InlineData("mongodb", "external, host: shop-db.shop.svc, secret: shop-db, tls: false")]
    [InlineData("s3", "operator, storageClass: rook-ceph-bucket")]
    [InlineData("s3", "external, host: shop-db.shop.svc, port: 8333, secret: shop-db, tls: false")]
    [InlineData("valkey", "external, host: shop-db.shop.svc, secret: shop-db, tls: false")]
    [InlineData("kafka", "external, host: shop-db.shop.svc, tls: false")]
    public async Task TheVariables_AreThoseOfAContainer(string kind, string form)
    {
        var container = await GetVariablesAsync(kind, "container");
        var other = await GetVariablesAsync(kind, form);

        Assert.Equal(container, other);
    }

    /// <summary>A Kafka in a container has no users.</summary>
    [Fact]
    public async Task TheVariables_OfAKafkaWithUsers_AreThoseOfAnExternalOne()
    {
        var external = await GetVariablesAsync("kafka", "external, host: shop-db-kafka-bootstrap.shop.svc, secret: shop-db, tls: false");
        var operated = await GetVariablesAsync("kafka", "operator");

        Assert.Equal(external, operated);
    }

    [Theory]
    [InlineData("postgres", "sslmode=require")]
    [InlineData("mysql", "ssl-mode=REQUIRED")]
    public async Task TheVariables_AskForTheTlsThatTheOperatorOffers(string kind, string option) =>
        Assert.Contains(option, (await GetVariablesAsync(kind, "operator"))["SHOP_DB_URL"], StringComparison.Ordinal);

    [Fact]
    public async Task TheVariables_OfABucket_ComeFromWhatTheClaimMakes()
    {
        var plan = await RecordedPlan.ForServices(
            Web,
            $"{Development}stores: {{shop-db: {{kind: s3, form: operator, storageClass: rook-ceph-bucket}}}}"
        );

        var variables = plan.Get("Deployment", "web").Container.List("env").ToDictionary(variable => (string)variable["name"]!);
        Assert.Equal(
            [("shop-db", "BUCKET_HOST"), ("shop-db", "BUCKET_PORT"), ("shop-db", "BUCKET_NAME"), ("shop-db", "AWS_SECRET_ACCESS_KEY")],
            new[] { "SHOP_DB_HOST", "SHOP_DB_PORT", "S3_BUCKET", "AWS_SECRET_ACCESS_KEY" }.Select(name =>
                (
                    variables[name]["valueFrom.configMapKeyRef.name"] ?? variables[name]["valueFrom.secretKeyRef.name"],
                    variables[name]["valueFrom.configMapKeyRef.key"] ?? variables[name]["valueFrom.secretKeyRef.key"]
                )
            )
        );
        Assert.Equal("http://$(SHOP_DB_HOST):$(SHOP_DB_PORT)", variables["AWS_ENDPOINT_URL_S3"]["value"]);
        Assert.Empty(plan.Resources.Where(resource => resource.Type!.EndsWith(":Secret", StringComparison.Ordinal)));
    }

    /// <summary>The variables of a container: texts with the address left out, and of references only that they are one.</summary>
    private static async Task<SortedDictionary<string, string>> GetVariablesAsync(string kind, string form)
    {
        var plan = await RecordedPlan.ForServices(Web, $"{Development}stores: {{shop-db: {{kind: {kind}, form: {form}}}}}");
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in FindVariables(plan))
        {
            variables[(string)variable["name"]!] = variable["value"] is string text ? Hide(text) : "a reference";
        }

        if (plan.Has("ConfigMap", "web"))
        {
            foreach (var (name, value) in plan.Get("ConfigMap", "web").Map("data"))
            {
                variables[name] = Hide((string)value);
            }
        }

        foreach (var name in new[] { "SHOP_DB_HOST", "SHOP_DB_PORT", "SHOP_DB_BUCKET", "S3_BUCKET" }.Where(variables.ContainsKey))
        {
            variables[name] = "known to the operator";
        }

        return variables;
    }

    private static IEnumerable<Inputs> FindVariables(RecordedPlan plan)
    {
        var container = plan.Get("Deployment", "web").Container;
        return container["env"] is null ? [] : container.List("env");
    }

    private static string Hide(string text) =>
        Addresses
            .Aggregate(text, (hidden, address) => hidden.Replace(address, "address", StringComparison.Ordinal))
            .Replace("$(SHOP_DB_HOST):$(SHOP_DB_PORT)", "address:8333", StringComparison.Ordinal)
            .Replace("&replicaSet=rs0", "", StringComparison.Ordinal);
}
