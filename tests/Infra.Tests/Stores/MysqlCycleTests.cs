using Infra.Tests.Stores.Servers;
using MySqlConnector;

namespace Infra.Tests.Stores;

/// <summary>Backups of MySQL.</summary>
public sealed class MysqlCycleTests(MysqlServer server) : BackupCycleTests(server, new MysqlServer(), "mysql"), IClassFixture<MysqlServer>
{
    [CycleFact("rclone and mariadb-server", "mariadbd")]
    public Task Backup_ThatARotationOvertakes_GoesOnAsTheNextAdministrator() =>
        BackupThatARotationOvertakesGoesOnAsync("orders", "reports");

    [CycleFact("rclone and mariadb-server", "mariadbd")]
    public Task Restore_AfterADrill_GivesEachDatabase() =>
        RestoreAfterDrillGivesTheSameAsync(
            "drill: {query: \"SELECT COUNT(*) = 2 FROM numbers\", database: orders}",
            ["orders", "reports"],
            """{"orders":{"tables":2,"rows":3},"reports":{"tables":0,"rows":0}}""",
            async live =>
            {
                await live.ProvisionAllAsync(live.Draw("web", "orders"), live.Draw("reporter", "reports"));
                await ReadAsync(live, "CREATE TABLE numbers (number int PRIMARY KEY, text varchar(20))");
                await ReadAsync(live, "INSERT INTO numbers VALUES (1, 'één'), (2, 'zwölf')");
                await ReadAsync(live, "CREATE TABLE `odd``name` (number int)");
                await ReadAsync(live, "INSERT INTO `odd``name` VALUES (3)");
            },
            async fresh =>
            {
                await fresh.ProvisionAllAsync(fresh.Draw("web", "orders"));
                Assert.Equal("zwölf", await ReadAsync(fresh, "SELECT text FROM numbers WHERE number = 2"));
            }
        );

    private static async Task<object?> ReadAsync(StoreServer server, string query)
    {
        var text = server.GetEnvironment(server.Connect("web", "orders"))["ConnectionStrings__orders-db"] + ";Pooling=false";
        await using var source = new MySqlDataSource(text);
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
