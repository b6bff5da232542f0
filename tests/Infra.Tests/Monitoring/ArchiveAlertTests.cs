using Infra.Backend.Monitoring.Rules;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>The alerts on backups that CloudNativePG makes fire under their conditions, and only then.</summary>
public class ArchiveAlertTests
{
    private const string Started = "cnpg_pg_postmaster_start_time";
    private const string Backup = "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp";
    private const string FailedBackup = "barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp";
    private const string Archiving = "cnpg_pg_stat_archiver_last_archived_time";
    private const string FailedArchiving = "cnpg_pg_stat_archiver_last_failed_time";

    private static readonly RuleGroup Group = RuleCatalogue
        .Create(
            StackMonitoring.CreatePlan(
                StackSources.Simulated(
                    """
                    name: shop
                    faultTolerance: standard
                    monitoring: {}
                    sizes: {small: {requests: {cpu: 100m, memory: 128Mi}}}
                    stores:
                      db: {kind: postgres, form: operator, backup: {to: backups, every: 6h}}
                      backups: {kind: s3, form: external, host: s3.example.com, secret: backups}
                    services: {web: {image: "shop/web:1", port: 8080, uses: [db]}}
                    """,
                    ""
                )
            )
        )
        .Groups.Single(group => group.Name == "archives");

    [Fact]
    public void TheGroup_HasAnAlertForEachFailure() =>
        Assert.Equal(
            ["StoreBackupOld", "StoreBackupFailed", "StoreArchivingFailed"],
            Group.Rules.OfType<AlertRule>().Select(alert => alert.Name)
        );

    [ToolTheory(Tool.Promtool)]
    [InlineData("StoreBackupOld", Backup, "-30000+0x60", Archiving, "0+60x60", true)]
    [InlineData("StoreBackupOld", Backup, "-20000+0x60", Archiving, "0+60x60", false)]
    [InlineData("StoreBackupOld", Backup, "0+0x60", Started, "0+0x60", false)]
    [InlineData("StoreBackupOld", Backup, "0+0x60", Started, "-30000+0x60", true)]
    [InlineData("StoreBackupFailed", Backup, "10+0x60", FailedBackup, "20+0x60", true)]
    [InlineData("StoreBackupFailed", Backup, "20+0x60", FailedBackup, "10+0x60", false)]
    [InlineData("StoreArchivingFailed", Archiving, "10+0x60", FailedArchiving, "20+0x60", true)]
    [InlineData("StoreArchivingFailed", Archiving, "30+0x60", FailedArchiving, "20+0x60", false)]
    public async Task AnAlert_FiresUnderItsCondition(string alert, string first, string values, string second, string others, bool isFiring)
    {
        const string labels = "{namespace=\"shop\",pod=\"db-1\"}";
        var minute = TimeSpan.FromMinutes(1);
        PromtoolTest.InputSeries[] series = [new(first + labels, values), new(second + labels, others)];

        await PromtoolTest.Run(
            Group,
            [new PromtoolTest(minute, series, [PromtoolTest.Firing($"alertname=\"{alert}\"", 30 * minute, isFiring)])]
        );
    }
}
