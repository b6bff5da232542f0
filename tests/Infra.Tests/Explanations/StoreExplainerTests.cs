using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Tests.Settings;

namespace Infra.Tests.Explanations;

/// <summary>A store says where its credentials come from, how far their rotation is, and how it is backed up.</summary>
public class StoreExplainerTests
{
    private const string External = "kind: postgres, form: external, host: db.example.com, externalSecret: {store: vault, key: a}";

    [Theory]
    [InlineData(External, "secret", "db", "rule: External Secrets makes it from 'vault'")]
    [InlineData(External, "objects.ExternalSecret.db", "external-secrets.io/v1", "rule: ready when condition=Ready")]
    [InlineData("kind: postgres", "secret", "db-admin", "rule: drawn once, and kept in the state")]
    [InlineData("kind: valkey, rotations: {admin: 1}", "secret", "db-admin-r1", "rule: drawn once, and kept in the state")]
    [InlineData("kind: valkey, rotations: {admin: 1}", "rotations.admin", "1", "set")]
    [InlineData(
        "kind: valkey, rotations: {admin: {number: 1, keepFormer: true}}",
        "rotations.admin",
        "1, beside the Secret 'db-admin'",
        "set"
    )]
    [InlineData("kind: kafka, topics: {orders: 12}", "topics.orders", "partitions: 12", "set")]
    [InlineData("kind: kafka", "backup", "none", "rule: Kafka has no backup of its own: copies on other servers keep its messages")]
    [InlineData("kind: postgres", "backup", "none", "default")]
    [InlineData(
        "kind: postgres, form: external, host: db.example.com, secret: db, backup: {managed: true}",
        "backup",
        "made by others",
        "set"
    )]
    [InlineData("kind: postgres, backup: keeper", "backup.to", "keeper, in the folder shop/dev/db", "set")]
    [InlineData("kind: postgres, backup: keeper", "backup.every", "1d", "default")]
    [InlineData("kind: postgres, backup: {to: keeper, drill: 7d}", "backup.drill", "every 7d", "set")]
    public void Decisions_AreExplained(string store, string setting, string value, string reason)
    {
        var loaded = SettingsLoader.Load(
            StackSources.Simulated(
                $$"""
                name: shop
                faultTolerance: development
                sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi} } }
                stores: { db: { {{store}} }, keeper: {kind: s3} }
                services:
                  web: {image: a:1, kind: worker, uses: [db]}
                """,
                ""
            )
        );

        var explanation = Assert.Single(StackExplainer.Explain("db", loaded), explanation => explanation.Setting == setting);

        Assert.Equal((value, reason), (explanation.Value, explanation.Reason));
    }
}
