using System.Data.Common;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings;
using Infra.Tests.Stores.Servers;

namespace Infra.Tests.Stores;

/// <summary>What holds for the backups of the databases of every kind. A class for each server makes tests of it.</summary>
public abstract class DatabaseBackupTests
{
    private readonly StoreServer _server;
    private readonly string _backup;
    private readonly string _restore;

    /// <param name="server">The server.</param>
    /// <param name="kind">Its kind.</param>
    private protected DatabaseBackupTests(StoreServer server, StoreKind kind)
    {
        _server = server;
        _backup = StoreScripts.Of(kind).Backup;
        _restore = StoreScripts.Of(kind).Restore;
    }

    private string BackupFile => Path.Combine(_server.Folder, "backup");

    private protected async Task RestoreGivesANewDatabaseWithTheSameRowsAsync()
    {
        var (old, fresh) = (await _server.ProvisionAsync("old"), await _server.ProvisionAsync("fresh"));
        await ReadAsync(old, "CREATE TABLE numbers (number int PRIMARY KEY, text varchar(20))");
        await ReadAsync(old, "INSERT INTO numbers VALUES (1, 'één'), (2, 'zwölf')");

        await RunAsync(_backup, "old");
        Assert.DoesNotContain(_server.Administrator.Password, _server.RecordedArguments);
        await RunAsync(_restore, "fresh");

        Assert.Equal("zwölf", await ReadAsync(fresh, "SELECT text FROM numbers WHERE number = 2"));
        await ReadAsync(fresh, "ALTER TABLE numbers ADD COLUMN more int");
        await ReadAsync(fresh, "INSERT INTO numbers VALUES (3, 'three', 3)");
        Assert.Equal(3L, await ReadAsync(fresh, "SELECT COUNT(*) FROM numbers"));
        Assert.Equal(2L, await ReadAsync(old, "SELECT COUNT(*) FROM numbers"));
    }

    private protected async Task RestoreIntoADatabaseWithTablesIsRefusedAsync()
    {
        var live = await _server.ProvisionAsync("live");
        await ReadAsync(live, "CREATE TABLE numbers (number int)");
        await RunAsync(_backup, "live");
        await ReadAsync(live, "INSERT INTO numbers VALUES (1)");

        var refused = await _server.RunBackupScriptAsync(_restore, "live", BackupFile);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("is not empty", refused.Output);
        Assert.Equal(1L, await ReadAsync(live, "SELECT COUNT(*) FROM numbers"));
    }

    private protected async Task FailedBackupLeavesNoFileAsync()
    {
        var file = Path.Combine(_server.Folder, "missing");

        var failed = await _server.RunBackupScriptAsync(_backup, "missing", file);

        Assert.NotEqual(0, failed.ExitCode);
        Assert.False(File.Exists(file));
    }

    /// <summary>Opens the database of a connection string.</summary>
    private protected abstract DbDataSource Open(string text);

    private protected async Task RunAsync(string script, string database)
    {
        var result = await _server.RunBackupScriptAsync(script, database, BackupFile);
        Assert.True(result.ExitCode == 0, result.Output);
    }

    private protected async Task<object?> ReadAsync(StoreConnection connection, string query)
    {
        var text = _server.GetEnvironment(connection)["ConnectionStrings__orders-db"] + ";Pooling=false";
        await using var source = Open(text);
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
