using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks.Stores;

/// <summary>Backups without a target, at odd intervals, of kinds without one, or missing where they are needed.</summary>
public class StoreBackupCheckTests
{
    private const string Bucket = "backups: {kind: s3, form: external, host: s3.example.com, secret: backups}";

    [Theory]
    [InlineData("{to: backup}", "stores.db.backup.to: there is no store 'backup'; did you mean 'backups'?")]
    [InlineData("backup", "stores.db.backup.to: there is no store 'backup'; did you mean 'backups'?")]
    [InlineData("{to: db}", "stores.db.backup.to: 'db' is a store of the kind 'postgres', which keeps no files; known here: backups")]
    [InlineData("{drill: 7d}", "stores.db.backup: a backup needs a store that keeps it; write 'to: <an s3 store>' beside it")]
    [InlineData(
        "{to: backups, every: 5h}",
        "stores.db.backup.every: no schedule runs every 5h; possible are 15m, 20m, 30m, 1h, 2h, 3h, 4h,"
    )]
    [InlineData("{to: backups, every: 1s}", "7d; write 15m")]
    [InlineData("{to: backups, every: 3d}", "stores.db.backup.every: no schedule runs every 3d")]
    [InlineData(
        "{to: backups, every: 7d, keep: 6d}",
        "stores.db.backup.keep: a backup would be deleted after 6d, before the next one is made"
    )]
    [InlineData("{to: backups, keep: 5000d}", "stores.db.backup.keep: 5000d is more than ten years; write at most 3650d")]
    [InlineData("{to: backups, drill: 6h}", "stores.db.backup.drill: no schedule runs every 6h; possible are 1d, 7d, 14d, 30d; write 1d")]
    [InlineData("{to: backups, drill: {every: 2d}}", "stores.db.backup.drill.every: no schedule runs every 2d")]
    [InlineData("{to: backups, drill: {query: \" \"}}", "stores.db.backup.drill.query: the query is empty")]
    [InlineData("{to: backups, drill: {database: db}}", "stores.db.backup.drill.database: without 'query' the database 'db' has no effect")]
    [InlineData(
        "{to: backups, drill: {query: SELECT 1, database: dc}}",
        "stores.db.backup.drill.database: no backup has the database 'dc'; did you mean 'db'?"
    )]
    [InlineData("{managed: true}", "stores.db.backup.managed: nothing else makes backups of a container")]
    public void AnInvalidBackup_IsRejected(string backup, string expected) =>
        Assert.Contains(expected, Error($"{Bucket}, db: {{kind: postgres, backup: {backup}}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("kafka", "a store of the kind 'kafka' cannot be backed up: Kafka has no backup of its own")]
    [InlineData("s3", "a store of the kind 's3' cannot be backed up: objects are not copied")]
    public void ABackupOfAKindWithoutOne_IsRejected(string kind, string expected) =>
        Assert.Contains(
            expected,
            Error($"{Bucket}, other: {{kind: {kind}, backup: backups}}, db: {{kind: postgres}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void AQueryOfAKindWithoutQueries_IsRejected() =>
        Assert.Contains(
            "stores.db.backup.drill.query: a store of the kind 'valkey' runs no queries; remove it",
            Error($"{Bucket}, db: {{kind: valkey, backup: {{to: backups, drill: {{query: PING}}}}}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void ABackupOfAnExternalStore_NeedsItsVersion() =>
        Assert.Contains(
            "stores.db.backup: the version of the external server is not known, and its client must have the same; write 'version' beside it",
            Error($"{Bucket}, db: {{kind: postgres, form: external, host: db.example.com, secret: db, backup: backups}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void BothABackup_AndAProviderThatMakesIt_IsRejected() =>
        Assert.Contains(
            "stores.db.backup.to: 'to' has no effect beside 'managed: true'",
            Error($"{Bucket}, db: {{kind: postgres, form: external, host: h, secret: db, backup: {{managed: true, to: backups}}}}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    [InlineData("mongodb")]
    public void NoBackup_InACriticalStack_IsRejectedWithItsPlace(string kind)
    {
        var error = Error($"{Bucket}, db: {{kind: {kind}, form: external, host: db.example.com, secret: db}}", "critical");

        Assert.StartsWith("stacks/services.yaml:", error, StringComparison.Ordinal);
        Assert.Contains("stores.db: 'faultTolerance: critical' needs backups of this store; write 'backup: {to: backups}'", error);
        Assert.Contains("or 'backup: {managed: true}' if its provider makes them", error, StringComparison.Ordinal);
    }

    [Fact]
    public void NoBackup_InAStandardStack_CausesAWarning_AndNoneInDevelopment()
    {
        const string external = "db: {kind: postgres, form: external, host: db.example.com, secret: db}";

        var warning = Assert.Single(Load(external, "standard").Warnings).ToString();

        Assert.Contains("stores.db: there are no backups of this store; declare a store 'backups' of the kind s3", warning);
        Assert.Empty(Load(external, "development").Warnings);
    }

    [Fact]
    public void ADrill_WhoseThrowawayStoreHasTooLongAName_IsRejected() =>
        Assert.Contains(
            "a drill needs a store 'the-customers-dbs-trial' for a while, whose name has 23 characters",
            Error(
                "backups: {kind: s3}, db: {kind: postgres}, "
                    + "the-customers-dbs: {kind: mysql, form: operator, backup: {to: backups, drill: 7d}}"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("{managed: true}")]
    [InlineData("backups")]
    [InlineData("{to: backups, every: 6h, keep: 14d, drill: 7d}")]
    [InlineData("{to: backups, drill: {every: 30d, query: SELECT 1, database: db}}")]
    public void ABackup_InACriticalStack_IsAccepted(string backup) =>
        Assert.DoesNotContain(
            Load(
                $"{Bucket}, db: {{kind: postgres, version: 18, form: external, host: db.example.com, secret: db, backup: {backup}}}",
                "critical"
            ).Warnings,
            warning => warning.ToString().Contains("stores.db", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    [InlineData("mongodb")]
    public void NoBackupOfAnOperator_InACriticalStack_IsRejected_UnlessThereIsOneOrOthersMakeIt(string kind)
    {
        const string bucket =
            "backups: {kind: s3, form: external, host: h, secret: b, keys: {username: AWS_ACCESS_KEY_ID, password: AWS_SECRET_ACCESS_KEY}}";

        Assert.Contains(
            "'faultTolerance: critical' needs backups of this store; write 'backup: {to: backups}'",
            Error($"{bucket}, db: {{kind: {kind}, form: operator}}", "critical"),
            StringComparison.Ordinal
        );
        foreach (var backup in new[] { "{managed: true}", "{to: backups, every: 15m}" })
        {
            Assert.DoesNotContain(Load($"{bucket}, db: {{kind: {kind}, form: operator, backup: {backup}}}", "critical").Warnings, warning =>
                warning.ToString().Contains("stores.db", StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData("mysql")]
    [InlineData("mongodb")]
    public void ABucketWhoseSecretHasOtherKeys_ThanTheOperatorReads_IsRejected(string kind) =>
        Assert.Contains(
            "stores.db.backup.to: the operator reads the keys AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the Secret 'backups'; write "
                + "'keys: {username: AWS_ACCESS_KEY_ID, password: AWS_SECRET_ACCESS_KEY}' at the store 'backups'",
            Error($"{Bucket}, db: {{kind: {kind}, form: operator, backup: {{to: backups}}}}", "standard"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "{to: backups, restore: other}",
        "container",
        "only a postgres store of the form 'operator' starts with a backup; deploy it"
    )]
    [InlineData("{to: backups, restore: db}", "operator", "stores.db.backup.restore: a store cannot start with its own backup")]
    [InlineData("{to: backups, restore: Other/1}", "operator", "stores.db.backup.restore: 'Other/1' is no name of a store")]
    [InlineData("{to: backups, restore: {from: other, at: noon}}", "operator", "stores.db.backup.restore.at: 'noon' is no time")]
    public void ARestorationThatCannotBe_IsRejected(string backup, string form, string expected) =>
        Assert.Contains(expected, Error($"{Bucket}, db: {{kind: postgres, form: {form}, backup: {backup}}}"), StringComparison.Ordinal);

    [Fact]
    public void ABucketOfAnOperator_KeepsBackups() =>
        Assert.Empty(
            Load("backups: {kind: s3, form: operator, storageClass: rook}, db: {kind: postgres, backup: {to: backups, drill: 7d}}").Warnings
        );

    [Fact]
    public void AStoreThatKeepsBackups_IsInUse() => Assert.Empty(Load($"{Bucket}, db: {{kind: postgres, backup: backups}}").Warnings);

    [Theory]
    [InlineData("db-backup")]
    [InlineData("db-drill")]
    [InlineData("db-restore")]
    public void AServiceWithTheNameOfACronJobOfBackups_IsRejected(string service) =>
        Assert.Contains(
            $"stores.db: there is a service '{service}', which is the name of a part of the store, too",
            Error(
                $"{Bucket}, db: {{kind: postgres, backup: {{to: backups, drill: 7d}}}}",
                services: $", {service}: {{image: a:1, kind: worker}}"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void ANameThatIsTooLongForTheCronJob_IsRejected()
    {
        var name = new string('d', 45);

        var error = Error($"{Bucket}, {name}: {{kind: postgres, backup: backups}}, db: {{kind: postgres}}");

        Assert.Contains($"stores.{name}: the name has 45 characters;", error, StringComparison.Ordinal);
        Assert.Contains("shorten it to 44", error, StringComparison.Ordinal);
    }

    private static string Error(string stores, string degree = "development", string services = "") =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(stores, degree, services)).Errors).ToString();

    private static LoadedSettings Load(string stores, string degree = "development", string services = "") =>
        SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\nfaultTolerance: {degree}\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\n"
                    + $"stores: {{{stores}}}\nservices: {{web: {{image: a:1, port: 8080, uses: [db]}}{services}}}",
                ""
            )
        );
}
