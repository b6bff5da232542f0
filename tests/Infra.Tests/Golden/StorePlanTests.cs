using Infra.Tests.Documentation;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>A store of every kind in a container, with what it needs and what the service that uses it gets.</summary>
public class StorePlanTests
{
    private const string Stores = """
        faultTolerance: development
        stores:
          orders-db: {kind: postgres, backup: {to: bucket, every: 6h, drill: {every: 7d, query: SELECT count(*) FROM orders}}}
          old-db: {kind: postgres, version: 17, storageClass: fast}
          users-db: {kind: mysql, data: retained}
          sessions: {kind: valkey, data: disposable, resources: {limits: {memory: 1Gi}}}
          queue: {kind: rabbitmq, database: shop}
          events: {kind: kafka, topics: {orders: 12, audit: {}}}
          documents: {kind: mongodb, secret: mongodb}
          bucket: {kind: s3}
        """;

    private const string Services = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: 8080
          uses:
            - {store: orders-db, dialects: [url, files]}
            - {store: old-db, dialects: [dotNet]}
            - {store: users-db, dialects: [aspire]}
            - {store: sessions, dialects: [url]}
            - {store: queue, dialects: [url]}
            - {store: events, dialects: [url]}
            - {store: documents, dialects: [url]}
            - {store: bucket, dialects: [url]}
        """;

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile_AndTheSchema()
    {
        var plan = await RecordedPlan.ForServices(Services, Stores);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "stores.yaml"],
            GoldenPlan.Write(plan, IsOfStores, (_, _, text) => text)
        );
        using var schema = ManifestSchema.Load();
        Assert.Empty(
            from resource in plan.KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }

    private static bool IsOfStores(MockResourceArgs resource) =>
        new[] { "StatefulSet", "Deployment", "Job", "CronJob", "ConfigMap", "Secret", "NetworkPolicy" }.Any(kind =>
            resource.Type!.EndsWith($":{kind}", StringComparison.Ordinal)
        );
}
