using System.Data.Common;
using Infra.Backend.Settings;
using Infra.Tests.Stores.Servers;
using Npgsql;

namespace Infra.Tests.Stores;

/// <summary>Backups and restores of a database, with a real server.</summary>
public sealed class PostgresBackupTests(PostgresServer server)
    : DatabaseBackupTests(server, StoreKind.Postgres),
        IClassFixture<PostgresServer>
{
    private const string Package = "postgresql";
    private const string Program = "postgres";

    [ServerFact(Package, Program)]
    public Task Restore_OfABackup_GivesANewDatabaseWithTheSameRows() => RestoreGivesANewDatabaseWithTheSameRowsAsync();

    [ServerFact(Package, Program)]
    public Task Restore_IntoADatabaseWithTables_IsRefused() => RestoreIntoADatabaseWithTablesIsRefusedAsync();

    [ServerFact(Package, Program)]
    public Task Backup_ThatFails_LeavesNoFile() => FailedBackupLeavesNoFileAsync();

    private protected override DbDataSource Open(string text) => NpgsqlDataSource.Create(text);
}
