using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks.Stores;

/// <summary>Rotations that nothing could carry out are rejected with the reason.</summary>
public class StoreRotationCheckTests
{
    [Theory]
    [InlineData(
        "kind: postgres, form: external, host: db.example.com, secret: x",
        "the users of an external store are not the stack's; write new credentials into the Secret 'x'"
    )]
    [InlineData(
        "kind: postgres, form: external, host: db.example.com, externalSecret: {store: vault, key: a, refresh: 30m}",
        "the users of an external store are not the stack's; write new credentials into the store of secrets 'vault': External Secrets reads "
            + "them every 30m"
    )]
    [InlineData(
        "kind: postgres, form: external, host: db.example.com, externalSecret: {store: vault, key: a, refresh: 0s}",
        "the users of an external store are not the stack's; write new credentials into the store of secrets 'vault' and another "
            + "'refresh': with 0s, External Secrets reads them once"
    )]
    [InlineData(
        "kind: postgres, secret: mine",
        "the passwords are those of the Secret 'mine'; write the new ones there, run the job 'db-users' again and then restart the services"
    )]
    [InlineData(
        "kind: valkey, secret: mine",
        "the passwords are those of the Secret 'mine'; write the new one there and restart the server and the services"
    )]
    [InlineData("kind: kafka", "Kafka in a container has no users")]
    [InlineData("kind: s3, database: shop", "its server knows one access key, which all services share")]
    [InlineData("kind: s3, database: shop, form: operator, storageClass: x", "Rook draws the credentials of a bucket")]
    public void ARotation_WhereTheStackDrawsNoPasswordOfAService_IsRejected(string store, string problem) =>
        Assert.Contains($"stores.db.rotations: {problem}", Error($"{store}, rotations: {{web: 1}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{wbe: 1}", "stores.db.rotations.wbe: there is no service 'wbe'; did you mean 'web'?")]
    [InlineData("{web: -1}", "stores.db.rotations.web")]
    [InlineData(
        "{web: {keepFormer: true}}",
        "rotations.web.keepFormer: there is no former user before the first rotation; write 'number: 1'"
    )]
    public void AnInvalidRotation_IsRejected(string rotations, string problem) =>
        Assert.Contains(problem, Error($"kind: postgres, rotations: {rotations}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{web: 1}", "stores.db.rotations.web: all services of this store share one password; write 'admin' instead of 'web'")]
    [InlineData("{admin: {keepFormer: true}}", "rotations.admin.keepFormer: there is no former user before the first rotation")]
    public void ARotationOfAValkey_IsThatOfItsOnePassword(string rotations, string problem)
    {
        Assert.Contains(problem, Error($"kind: valkey, rotations: {rotations}"), StringComparison.Ordinal);
        Assert.Empty(Load("kind: valkey, rotations: {admin: 1}").Warnings);
    }

    [Fact]
    public void ARotation_OfAServiceThatDoesNotUseTheStore_CausesAWarning() =>
        Assert.Contains(
            "stores.db.rotations.other: the service 'other' does not use this store; remove it",
            Assert.Single(Load("kind: postgres, rotations: {other: 1}", "other: {image: a:1, kind: worker}").Warnings).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void ARotation_WhoseSecondUserIsAnotherServices_IsRejected() =>
        Assert.Contains(
            "the two users of the rotation are 'web' and 'web_alt', which is the user of the service 'web-alt'",
            Error("kind: postgres, rotations: {web: 1}", "web-alt: {image: a:1, kind: worker, uses: [db]}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void ARotation_ThatMakesTheNameOfAUserTooLong_IsRejected()
    {
        const string name = "a-name-with-more-than-28-letters";
        var services = $"{name}: {{image: a:1, kind: worker, uses: [db]}}";

        Assert.Empty(Load("kind: mysql", services).Warnings);
        Assert.Contains(
            "which has 36 characters, and MySQL allows 32; shorten the service's name to 28",
            Error($"kind: mysql, rotations: {{{name}: 1}}", services),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ASecretOfAnotherStore_ThatStrimziWouldReplace_IsRejected() =>
        Assert.Contains(
            "its Secret would be named 'db-other-api', and 'db",
            Error(
                "kind: kafka, form: operator }, db-other: { kind: rabbitmq",
                "other-api: {image: a:1, kind: worker, uses: [db]}\n  api: {image: a:1, kind: worker, uses: [db-other]}"
            ),
            StringComparison.Ordinal
        );

    private static string Error(string store, string others = "") =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(store, others)).Errors).ToString();

    private static LoadedSettings Load(string store, string others = "") =>
        SettingsLoader.Load(
            StackSources.Simulated(
                $$"""
                name: shop
                faultTolerance: development
                sizes: {small: {requests: {cpu: 100m, memory: 128Mi} } }
                stores: { db: { {{store}} } }
                services:
                  web: {image: a:1, port: 8080, uses: [db]}
                  {{others}}
                """,
                ""
            )
        );
}
