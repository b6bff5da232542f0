using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Tests.Settings;

namespace Infra.Tests.Explanations;

/// <summary>A store says where its credentials come from, and how far their rotation is.</summary>
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
    public void Credentials_AreExplained(string store, string setting, string value, string reason)
    {
        var loaded = SettingsLoader.Load(
            StackSources.Simulated(
                $$"""
                name: shop
                faultTolerance: development
                sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi} } }
                stores: { db: { {{store}} } }
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
