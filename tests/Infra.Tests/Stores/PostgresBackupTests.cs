using System.Data.Common;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Scripts;
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

    /// <summary>An extension that only an administrator may create, one of a relation, and one that anyone may create.</summary>
    [ServerFact(Package, Program)]
    public async Task Restore_OfADatabaseWithExtensions_ReadsIt_WhetherTheNewOneHasThemOrNot()
    {
        const string Extensions = "pg_stat_statements citext file_fdw";
        var (old, bare, ready) = (
            server.Draw("ext-old", "ext_old"),
            server.Draw("ext-bare", "ext_bare"),
            server.Draw("ext-ready", "ext_ready")
        );
        await server.ProvisionAllAsync(old, bare, ready);
        await CreateExtensionsAsync(Extensions, old, ready);
        await ReadAsync(old, "CREATE TABLE people (name citext); INSERT INTO people VALUES ('Ada')");

        await RunAsync(StoreScripts.Of(StoreKind.Postgres).Backup, "ext_old");
        foreach (var target in new[] { bare, ready })
        {
            await RunAsync(StoreScripts.Of(StoreKind.Postgres).Restore, target.Database!);

            Assert.Equal(1L, await ReadAsync(target, "SELECT count(*) FROM people WHERE name = 'ADA'"));
            Assert.Equal(
                "citext file_fdw pg_stat_statements plpgsql",
                await ReadAsync(target, "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension")
            );
            await ReadAsync(target, "ALTER TABLE people ADD COLUMN born date");
        }
    }

    private async Task CreateExtensionsAsync(string extensions, params StoreConnection[] users)
    {
        var variables = new Dictionary<string, EnvironmentSettings>(StoreProvisioning.Create(server.Connect("Postgres-admin"), users).Env)
        {
            ["EXTENSIONS"] = StoreAccess.Write(extensions),
        };
        for (var run = 0; run < 2; run++)
        {
            var output = await server.RunScriptAsync(PostgresScripts.Extensions, variables);
            Assert.True(output.ExitCode == 0, output.Output);
        }
    }

    private protected override DbDataSource Open(string text) => NpgsqlDataSource.Create(text);
}
