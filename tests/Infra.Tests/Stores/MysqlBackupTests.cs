using System.Data.Common;
using Infra.Backend.Settings;
using Infra.Tests.Stores.Servers;
using MySqlConnector;

namespace Infra.Tests.Stores;

/// <summary>Backups and restores of a database, with a real server.</summary>
public sealed class MysqlBackupTests(MysqlServer server) : DatabaseBackupTests(server, StoreKind.Mysql), IClassFixture<MysqlServer>
{
    private const string Package = "mariadb-server";
    private const string Program = "mariadbd";

    [ServerFact(Package, Program)]
    public Task Restore_OfABackup_GivesANewDatabaseWithTheSameRows() => RestoreGivesANewDatabaseWithTheSameRowsAsync();

    [ServerFact(Package, Program)]
    public Task Restore_IntoADatabaseWithTables_IsRefused() => RestoreIntoADatabaseWithTablesIsRefusedAsync();

    [ServerFact(Package, Program)]
    public Task Backup_ThatFails_LeavesNoFile() => FailedBackupLeavesNoFileAsync();

    private protected override DbDataSource Open(string text) => new MySqlDataSource(text);
}
