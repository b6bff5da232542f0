using System.Text.RegularExpressions;
using Infra.Engine.Errors;
using Infra.Engine.Stores;

namespace Engine.Tests.Stores;

/// <summary>Backups and restorations that a store's operator carries out.</summary>
public sealed partial class OperatorRunsTests : StoreRunTestBase
{
    private const string Xtra = "kubernetes:pxc.percona.com/v1:PerconaXtraDBCluster";
    private const string Mongo = "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB";
    private const string Postgres = "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup";
    private const string XtraApi = "apis/pxc.percona.com/v1/namespaces/shop";
    private const string MongoApi = "apis/psmdb.percona.com/v1/namespaces/shop";

    private const string Ready =
        """{"metadata": {"namespace": "x", "name": "o-2"}, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}""";

    private const string Backups = $"{MongoApi}/perconaservermongodbbackups";

    public OperatorRunsTests()
    {
        Lists[Backups] = [];
        Answer($"{MongoApi}/perconaservermongodbrestores", [_ => State("state", "ready")]);
    }

    [Fact]
    public async Task BackUpAsync_Postgres_AsksForABackupByThePlugin_AndWaitsForIt()
    {
        const string api = "apis/postgresql.cnpg.io/v1/namespaces/shop";
        Cluster.Put(
            $"{api}/scheduledbackups",
            """
            {
              "metadata": {"name": "db", "namespace": "shop"},
              "spec": {"schedule": "0 0 1 * * *", "method": "plugin", "cluster": {"name": "db"}, "pluginConfiguration": {"name": "p"}}
            }
            """
        );
        Answer($"{api}/backups", [_ => "{}", _ => State("phase", "running"), _ => State("phase", "completed")]);

        var result = await new OperatorRuns(Store).BackUpAsync(Operated("db", StoreTask.Backup, Postgres), Note, default);

        Assert.Null(result.Failure);
        Assert.Equal("Backup", result.Kind);
        var body = Cluster.Requests.Single(request => request.Method == "POST").Body!;
        Assert.Equal("""{"cluster":{"name":"db"},"method":"plugin","pluginConfiguration":{"name":"p"}}""", body["spec"]!.ToJsonString());
        Assert.Contains(Notes, note => note.EndsWith(": running", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BackUpAsync_ABackupThatFails_ReturnsTheOperatorsReason()
    {
        Put(XtraApi, "perconaxtradbclusters", "db", "");
        Answer($"{XtraApi}/perconaxtradbclusterbackups", [_ => """{"status": {"state": "Failed", "error": "no bucket"}}"""]);

        var result = await new OperatorRuns(Store).BackUpAsync(Operated("db", StoreTask.Backup, Xtra), Note, default);

        Assert.Equal("no bucket", result.Failure);
        Assert.Equal("bucket", (string?)Cluster.Requests.Single(request => request.Method == "POST").Body!["spec"]!["storageName"]);
    }

    [Fact]
    public async Task BackUpAsync_ABackupThatIsDeletedMeanwhile_SaysSo()
    {
        Put(XtraApi, "perconaxtradbclusters", "db", "");
        Answer($"{XtraApi}/perconaxtradbclusterbackups", [_ => "{}", _ => null]);

        var refused = await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            new OperatorRuns(Store).BackUpAsync(Operated("db", StoreTask.Backup, Xtra), Note, default)
        );

        Assert.Contains("was deleted before its end", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackUpAsync_WithoutAnOperator_SaysSoAfterSeconds_AndEnds()
    {
        Put(XtraApi, "perconaxtradbclusters", "db", "");
        Lists["api/v1/pods"] = [];
        Answer($"{XtraApi}/perconaxtradbclusterbackups", [_ => "{}"]);

        var refused = await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            new OperatorRuns(Store).BackUpAsync(Operated("db", StoreTask.Backup, Xtra), Note, default)
        );

        var note = Assert.Single(Notes, note => note.StartsWith("Waiting for", StringComparison.Ordinal));
        const string Pods = "(pods: none in any namespace, by the label app.kubernetes.io/name=percona-xtradb-cluster-operator)";
        Assert.EndsWith(Pods, note, StringComparison.Ordinal);
        Assert.Matches(
            @"^Percona's operator of XtraDB Cluster has not started the PerconaXtraDBClusterBackup shop/db-\d+ within 5m0s "
                + Regex.Escape(Pods)
                + @"\. It processes it once it runs; delete the object to cancel$",
            refused.Message
        );
        Assert.Equal(TimeSpan.FromMinutes(5), Store.Now - Started);
    }

    [Theory]
    [InlineData(30, 30, "within 30m0s (pods: ")]
    [InlineData(2, 2, "has not ended in 2m")]
    public async Task BackUpAsync_WithoutAnOperator_WaitsAsLongAsTheCommandMay(int limit, int expected, string message)
    {
        Put(XtraApi, "perconaxtradbclusters", "db", "");
        Lists["api/v1/pods"] = [];
        Answer($"{XtraApi}/perconaxtradbclusterbackups", [_ => "{}"]);
        await using var store = Limit(TimeSpan.FromMinutes(limit));

        var refused = await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            new OperatorRuns(store).BackUpAsync(Operated("db", StoreTask.Backup, Xtra), Note, default)
        );

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(expected), store.Now - Started);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20)]
    public async Task BackUpAsync_AnOperatorThatRunsAndIsBusy_IsWaitedFor(int? limit)
    {
        Put(XtraApi, "perconaxtradbclusters", "db", "");
        Lists["api/v1/pods"] = [Ready];
        Answer($"{XtraApi}/perconaxtradbclusterbackups", [.. Enumerable.Repeat((int _) => "{}", 700), _ => State("state", "Succeeded")]);
        await using var store = Limit(limit is { } minutes ? TimeSpan.FromMinutes(minutes) : null);

        var result = await new OperatorRuns(store).BackUpAsync(Operated("db", StoreTask.Backup, Xtra), Note, default);

        Assert.Null(result.Failure);
        Assert.Equal(
            limit is null ? 3 : 1,
            Notes.Count(note => note.EndsWith("has no status (pods: x/o-2 (ready))", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task BackUpAsync_AnOperatorThatStops_IsGivenUpAtTheNextCheck()
    {
        Put(XtraApi, "perconaxtradbclusters", "db", "");
        Lists["api/v1/pods"] = [Ready];
        Answer($"{XtraApi}/perconaxtradbclusterbackups", [_ => "{}"]);
        Notified += _ => Lists["api/v1/pods"] = Store.Now - Started < TimeSpan.FromMinutes(5) ? [Ready] : [];

        await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            new OperatorRuns(Store).BackUpAsync(Operated("db", StoreTask.Backup, Xtra), Note, default)
        );

        Assert.Equal(TimeSpan.FromMinutes(10), Store.Now - Started);
    }

    [Fact]
    public async Task BackUpAsync_AnOperatorThatIsNotReady_NamesItsPods()
    {
        Put(XtraApi, "perconaxtradbclusters", "db", "");
        Lists["api/v1/pods"] = ["""{"metadata": {"namespace": "pxc-operator", "name": "o-1"}, "status": {"phase": "Pending"}}""", Ready];
        Answer($"{XtraApi}/perconaxtradbclusterbackups", [.. Enumerable.Repeat((int _) => "{}", 20), _ => State("state", "Succeeded")]);

        var result = await new OperatorRuns(Store).BackUpAsync(Operated("db", StoreTask.Backup, Xtra), Note, default);

        Assert.Null(result.Failure);
        Assert.Contains(Notes, note =>
            note.EndsWith("(pods: pxc-operator/o-1 (Pending, not ready), x/o-2 (ready))", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task BackUpAsync_AfterTheLimitOfTheCommand_EndsAndSaysThatTheBackupGoesOn()
    {
        Put(XtraApi, "perconaxtradbclusters", "db", "");
        Answer($"{XtraApi}/perconaxtradbclusterbackups", [_ => State("state", "Running")]);
        await using var store = Limit(TimeSpan.FromMinutes(30));

        var refused = await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            new OperatorRuns(store).BackUpAsync(Operated("db", StoreTask.Backup, Xtra), Note, default)
        );

        Assert.Contains("has not ended in 30m", refused.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(30), store.Now - Started);
    }

    [Fact]
    public async Task RestoreAsync_TakesTheNewestBackupThatSucceeded_AndTheDatabasesOfServices()
    {
        Put(MongoApi, "perconaservermongodbs", "old", """{"name": "web", "roles": [{"db": "shop"}]}""");
        Put(MongoApi, "perconaservermongodbs", "new", "");
        PutBackup("old-1", "ready", "2026-08-01T00:00:00Z");
        PutBackup("old-2", "ready", "2026-08-02T00:00:00Z");
        PutBackup("old-3", "error", "2026-08-03T00:00:00Z");

        var result = await RestoreAsync("new", "old", null);

        Assert.Null(result.Failure);
        var spec = Cluster.Requests.Single(request => request.Method == "POST").Body!["spec"]!;
        Assert.Equal("new", (string?)spec["clusterName"]);
        Assert.Equal("s3://backups/old-2", (string?)spec["backupSource"]!["destination"]);
        Assert.Equal("backups/old", (string?)spec["backupSource"]!["s3"]!["bucket"]);
        Assert.Equal("""["shop.*"]""", spec["selective"]!["namespaces"]!.ToJsonString());
    }

    [Fact]
    public async Task RestoreAsync_IntoAStoreThatServicesUse_IsRefused()
    {
        Put(MongoApi, "perconaservermongodbs", "old", "");
        Put(MongoApi, "perconaservermongodbs", "new", """{"name": "web", "roles": []}""");

        await RefuseAsync("services use the store 'new'", null);
    }

    [Fact]
    public async Task RestoreAsync_ANameThatNoBackupHas_NamesThoseThereAre()
    {
        Put(MongoApi, "perconaservermongodbs", "old", """{"name": "web", "roles": [{"db": "shop"}]}""");
        Put(MongoApi, "perconaservermongodbs", "new", "");
        PutBackup("old-1", "ready", "2026-08-01T00:00:00Z");

        await RefuseAsync("there is no backup 'old-9' of the store 'old'; there are: old-1", "old-9");
    }

    [Fact]
    public async Task RestoreAsync_WithoutABackup_SaysSo()
    {
        Put(MongoApi, "perconaservermongodbs", "old", "");
        Put(MongoApi, "perconaservermongodbs", "new", "");
        PutBackup("old-3", "error", "2026-08-03T00:00:00Z");

        await RefuseAsync("no backup of the store 'old' has succeeded", null);
    }

    [Fact]
    public async Task FindLastBackupAsync_IsTheEndOfTheNewestThatSucceeded()
    {
        PutBackup("old-1", "ready", "2026-08-01T00:00:00Z");
        PutBackup("old-2", "ready", "2026-08-02T00:00:00Z");
        PutBackup("old-3", "error", "2026-08-03T00:00:00Z");

        var time = await new OperatorRuns(Store).FindLastBackupAsync(Operated("old", StoreTask.Backup, Mongo), default);

        Assert.Equal(new DateTimeOffset(2026, 8, 2, 0, 0, 0, TimeSpan.Zero), time);
        Assert.Null(await new OperatorRuns(Store).FindLastBackupAsync(Operated("other", StoreTask.Backup, Mongo), default));
    }

    private async Task RefuseAsync(string message, string? backup)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationRequestException>(() => RestoreAsync("new", "old", backup));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Cluster.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    private Task<StoreTaskResult> RestoreAsync(string into, string from, string? backup) =>
        new OperatorRuns(Store).RestoreAsync(
            Operated(into, StoreTask.Restore, Mongo),
            Operated(from, StoreTask.Backup, Mongo),
            backup,
            Note,
            default
        );

    private static StoreTaskObject Operated(string store, StoreTask task, string type) =>
        Item(store, store, task, OperatorBackups.Find(type));

    private static string State(string field, string state) => "{\"status\": {\"" + field + "\": \"" + state + "\"}}";

    private void Put(string api, string plural, string name, string users, string? database = null) =>
        Cluster.Put(
            $"{api}/{plural}",
            $$$"""
            {
              "metadata": {"name": "{{{name}}}", "namespace": "shop", "annotations": {{{(
                database is null ? "{}" : $$"""{"infra/database": "{{database}}"}"""
            )}}} },
              "spec": {
                "users": [{{{users}}}],
                "backup": {"storages": {"bucket": {"type": "s3", "s3": {"bucket": "backups/{{{name}}}", "endpointUrl": "https://s3"} } } }
              }
            }
            """
        );

    private void PutBackup(string name, string state, string completed, string? destination = null) =>
        Lists[Backups]
            .Add(
                $$$"""
                {
                  "metadata": {"name": "{{{name}}}", "namespace": "shop"},
                  "spec": {"clusterName": "old"},
                  "status": {"state": "{{{state}}}", "completed": "{{{completed}}}", "destination": "{{{destination
                    ?? $"s3://backups/{name}"}}}"}
                }
                """
            );
}
