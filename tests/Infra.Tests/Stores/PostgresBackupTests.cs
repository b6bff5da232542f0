using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Tests.Stores.Servers;
using Npgsql;

namespace Infra.Tests.Stores;

/// <summary>Backups and restores of a database, with a real server.</summary>
public sealed class PostgresBackupTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Package = "postgresql";
    private const string Program = "postgres";

    private static readonly string Backup = StoreBackup.CreateScript(StoreKind.Postgres)!;
    private static readonly string Restore = StoreBackup.CreateRestoreScript(StoreKind.Postgres)!;

    private string BackupFile => Path.Combine(server.Folder, "backup");

    [ServerFact(Package, Program)]
    public async Task Restore_OfABackup_GivesANewDatabaseWithTheSameRows()
    {
        var (old, fresh) = (await server.ProvisionAsync("old"), await server.ProvisionAsync("fresh"));
        await ReadAsync(old, "CREATE TABLE numbers (number int PRIMARY KEY, text varchar(20))");
        await ReadAsync(old, "INSERT INTO numbers VALUES (1, 'één'), (2, 'zwölf')");

        await RunAsync(Backup, "old");
        Assert.DoesNotContain(server.Administrator.Password, server.RecordedArguments);
        await RunAsync(Restore, "fresh");

        Assert.Equal("zwölf", await ReadAsync(fresh, "SELECT text FROM numbers WHERE number = 2"));
        await ReadAsync(fresh, "ALTER TABLE numbers ADD COLUMN more int");
        await ReadAsync(fresh, "INSERT INTO numbers VALUES (3, 'three', 3)");
        Assert.Equal(3L, await ReadAsync(fresh, "SELECT COUNT(*) FROM numbers"));
        Assert.Equal(2L, await ReadAsync(old, "SELECT COUNT(*) FROM numbers"));
    }

    [ServerFact(Package, Program)]
    public async Task Restore_IntoADatabaseWithTables_IsRefused()
    {
        var live = await server.ProvisionAsync("live");
        await ReadAsync(live, "CREATE TABLE numbers (number int)");
        await RunAsync(Backup, "live");
        await ReadAsync(live, "INSERT INTO numbers VALUES (1)");

        var refused = await server.RunBackupScriptAsync(Restore, "live", BackupFile);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("is not empty", refused.Output);
        Assert.Equal(1L, await ReadAsync(live, "SELECT COUNT(*) FROM numbers"));
    }

    [ServerFact(Package, Program)]
    public async Task Backup_ThatFails_LeavesNoFile()
    {
        var file = Path.Combine(server.Folder, "missing");

        var failed = await server.RunBackupScriptAsync(Backup, "missing", file);

        Assert.NotEqual(0, failed.ExitCode);
        Assert.False(File.Exists(file));
    }

    private async Task RunAsync(string script, string database)
    {
        var result = await server.RunBackupScriptAsync(script, database, BackupFile);
        Assert.True(result.ExitCode == 0, result.Output);
    }

    private async Task<object?> ReadAsync(StoreConnection connection, string query)
    {
        var text = server.GetEnvironment(connection)["ConnectionStrings__orders-db"] + ";Pooling=false";
        await using var source = NpgsqlDataSource.Create(text);
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
