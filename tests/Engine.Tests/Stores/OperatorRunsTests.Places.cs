namespace Engine.Tests.Stores;

public sealed partial class OperatorRunsTests
{
    [Theory]
    [InlineData("old-1", "s3://backups/old-1")]
    [InlineData("s3://backups/old/2026-08-01T00:00:00Z", "s3://backups/old/2026-08-01T00:00:00Z")]
    [InlineData("2026-08-02T03:04:05Z", "s3://backups/old/2026-08-02T03:04:05Z")]
    [InlineData("20260802030405", "s3://backups/old/2026-08-02T03:04:05Z")]
    [InlineData("20260803030405", "s3://backups/old/old-2026-08-03-03:04:05-full")]
    public async Task RestoreAsync_ABackupByNameTimeOrAddress_IsThatOne(string backup, string expected)
    {
        Put(MongoApi, "perconaservermongodbs", "old", """{"name": "web", "roles": [{"db": "shop"}]}""");
        Put(MongoApi, "perconaservermongodbs", "new", "");
        PutBackup("old-1", "ready", "2026-08-01T00:00:00Z");
        PutBackup("cron-a", "ready", "2026-08-02T00:00:00Z", "s3://backups/old/2026-08-02T03:04:05Z");
        PutBackup("cron-b", "ready", "2026-08-03T00:00:00Z", "s3://backups/old/old-2026-08-03-03:04:05-full");
        PutBackup("old-4", "ready", "2026-08-04T00:00:00Z");

        await RestoreAsync("new", "old", backup);

        var spec = Cluster.Requests.Single(request => request.Method == "POST").Body!["spec"]!;
        Assert.Equal(expected, (string?)spec["backupSource"]!["destination"]);
    }

    /// <summary>The objects of backups are gone with their cluster, and the backups are not.</summary>
    [Fact]
    public async Task RestoreAsync_WithoutObjectsOfBackups_TakesAnAddress()
    {
        Put(MongoApi, "perconaservermongodbs", "old", """{"name": "web", "roles": [{"db": "shop"}]}""");
        Put(MongoApi, "perconaservermongodbs", "new", "");

        await RefuseAsync("`--backup s3://backups/old/<name>`", null);
        Assert.Null((await RestoreAsync("new", "old", "s3://backups/old/2026-08-01T00:00:00Z")).Failure);
    }

    [Theory]
    [InlineData("s3://others/old/2026-08-01T00:00:00Z")]
    [InlineData("s3://backups/old/")]
    [InlineData("s3://backups/older/2026-08-01T00:00:00Z")]
    public async Task RestoreAsync_AnAddressOutsideTheStoresFolder_IsRefused(string address)
    {
        Put(MongoApi, "perconaservermongodbs", "old", """{"name": "web", "roles": [{"db": "shop"}]}""");
        Put(MongoApi, "perconaservermongodbs", "new", "");

        await RefuseAsync("such addresses start with 's3://backups/old/'", address);
    }

    [Fact]
    public async Task RestoreAsync_IntoAStoreWithAnotherDatabase_IsRefusedWithTheCure()
    {
        Put(MongoApi, "perconaservermongodbs", "old", """{"name": "web", "roles": [{"db": "shop"}]}""", "shop");
        Put(MongoApi, "perconaservermongodbs", "new", "", "new");
        PutBackup("old-1", "ready", "2026-08-01T00:00:00Z");

        await RefuseAsync("if its data is protected, then write 'database: shop' there, and run `infra up`", null);
    }
}
