using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks.Stores;

/// <summary>Secrets are imported only where the stack draws the passwords in them.</summary>
public class StoreAdoptionCheckTests
{
    [Theory]
    [InlineData("kind: postgres, secret: mine", "the passwords are those of the Secret 'mine', which the stack only reads; remove it")]
    [InlineData("kind: kafka", "the stack draws no passwords for this store; remove it")]
    [InlineData("kind: s3, form: operator, database: shop, storageClass: x", "the stack draws no passwords for this store; remove it")]
    [InlineData(
        "kind: postgres, form: external, host: db.example.com, secret: x",
        "'adopt' has no effect on a store of the form 'external'"
    )]
    public void Adopt_OfAStoreWithoutDrawnPasswords_IsRejectedAtItsLine(string store, string problem)
    {
        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load($"{store}, adopt: true")).Errors).ToString();

        Assert.Matches(@":4\b", error);
        Assert.Contains($"stores.db.adopt: {problem}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: postgres")]
    [InlineData("kind: kafka, form: operator")]
    public void Adopt_OfDrawnPasswords_IsAccepted(string store) => Assert.Empty(Load($"{store}, adopt: true").Warnings);

    private static LoadedSettings Load(string store) =>
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
        );
}
