using Infra.Tests.Documentation;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>A store of every kind with its operator: custom resources, network policies, and what a service that uses it gets.</summary>
public class OperatorPlanTests
{
    private const string Stores = """
        faultTolerance: critical
        pools: {data: {labels: {pool: data}, tolerations: [{key: data}]}}
        stores:
          orders-db: {kind: postgres, form: operator, size: 20Gi, storageClass: fast, pool: data, backup: {to: backups, every: 6h, keep: 30d, drill: 7d}, rotations: {web: 1}}
          backups:
            kind: s3
            form: external
            host: s3.example.com
            secret: backups
            keys: {username: AWS_ACCESS_KEY_ID, password: AWS_SECRET_ACCESS_KEY}
          users-db: {kind: mysql, form: operator, size: 5Gi, pool: data, backup: {to: backups, drill: 7d}, rotations: {web: 1}}
          documents: {kind: mongodb, form: operator, backup: {to: archive, every: 12h, drill: {every: 14d, query: "db.orders.countDocuments()"} }, rotations: {web: {number: 1, keepFormer: true}}}
          queue: {kind: rabbitmq, form: operator, database: shop, pool: data, backup: {to: archive, drill: 14d}}
          archive: {kind: s3, form: operator, storageClass: rook-ceph-bucket}
          events: {kind: kafka, form: operator, topics: {orders: 12, Audit.Log: {}}, pool: data, storageClass: fast}
          pictures: {kind: s3, form: operator, storageClass: rook-ceph-bucket}
          small-db: {kind: postgres, form: operator, version: 17, replicas: 5, data: retained, backup: {to: archive, restore: {from: old-db, at: "2026-08-01T12:00:00Z"} } }
        """;

    private const string Services = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: 8080
          uses:
            - {store: orders-db, dialects: [url, files]}
            - {store: small-db, dialects: [dotNet]}
            - {store: users-db, dialects: [url]}
            - {store: documents, dialects: [url]}
            - {store: queue, dialects: [url]}
            - {store: events, dialects: [url]}
            - {store: pictures, dialects: [url, files]}
        reports:
          image: ghcr.io/shop/reports:1.0.0
          kind: worker
          uses:
            - {store: orders-db, dialects: [url]}
            - {store: small-db, database: Monthly_Reports, dialects: [spring]}
            - {store: events, dialects: [spring]}
            - {store: pictures, database: exports, dialects: [url]}
        """;

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile()
    {
        var plan = await RecordedPlan.ForServices(Services, Stores);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "operators.yaml"],
            GoldenPlan.Write(plan, IsOfStores, (_, _, text) => text)
        );
    }

    [Fact]
    public async Task TheCustomResources_FollowTheDefinitionsOfTheirOperators()
    {
        var plan = await RecordedPlan.ForServices(Services, Stores);

        CustomResources.AssertValid(plan);
        CustomResources.AssertDrillsValid(
            plan,
            "Cluster",
            "PerconaServerMongoDB",
            "PerconaServerMongoDBRestore",
            "PerconaXtraDBCluster",
            "PerconaXtraDBClusterRestore"
        );
    }

    private static bool IsOfStores(MockResourceArgs resource) =>
        CustomResources.IsCustom(resource)
        || new[] { "Deployment", "Job", "CronJob", "Role", "Namespace", "ConfigMap", "Secret", "NetworkPolicy", "ResourceQuota" }.Any(
            kind => resource.Type!.EndsWith($":{kind}", StringComparison.Ordinal)
        );
}
