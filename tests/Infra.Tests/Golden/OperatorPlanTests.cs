using Infra.Tests.Documentation;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>A store of every kind with its operator: the custom resources, their network policies, and what a service that uses it gets.</summary>
public class OperatorPlanTests
{
    private const string Stores = """
        faultTolerance: critical
        pools: {data: {labels: {pool: data}, tolerations: [{key: data}]}}
        stores:
          orders-db: {kind: postgres, form: operator, size: 20Gi, storageClass: fast, pool: data}
          small-db: {kind: postgres, form: operator, version: 17, replicas: 5, data: retained}
        """;

    private const string Services = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: 8080
          uses:
            - {store: orders-db, dialects: [url, files]}
            - {store: small-db, dialects: [dotNet]}
        reports:
          image: ghcr.io/shop/reports:1.0.0
          kind: worker
          uses:
            - {store: orders-db, dialects: [url]}
            - {store: small-db, database: Monthly_Reports, dialects: [spring]}
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

    private static bool IsOfStores(MockResourceArgs resource) =>
        !resource.Type!.StartsWith("kubernetes:", StringComparison.Ordinal) ? false
        : resource.Type.Contains('.', StringComparison.Ordinal)
            || new[] { "Deployment", "Job", "ConfigMap", "Secret", "NetworkPolicy", "ResourceQuota" }.Any(kind =>
                resource.Type.EndsWith($":{kind}", StringComparison.Ordinal)
            );
}
