using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Tests.Stores.Servers;
using MySqlConnector;

namespace Infra.Tests.Stores;

/// <summary>Users, variables and the probe, tried with a real MariaDB and its clients.</summary>
public sealed class MysqlTests(MysqlServer server) : IClassFixture<MysqlServer>
{
    private const string Package = "mariadb-server";
    private const string Program = "mariadbd";

    private StoreConnection Administrator => server.Connect("Mysql-admin", "mysql");

    [ServerFact(Package, Program)]
    public async Task Script_WithASecretOfAnotherAdministrator_SaysWhatItNeeds()
    {
        var user = server.Draw("told", "told");
        server.Secrets.Set("another", "somebody");
        var variables = StoreProvisioning.Create(server.Connect("another"), [user]).Env;

        var output = await server.RunScriptAsync(MysqlScripts.Users, variables);

        Assert.Equal(1, output.ExitCode);
        Assert.Contains("write 'username: root' into it", output.Output, StringComparison.Ordinal);
    }

    [ServerFact(Package, Program)]
    public async Task User_OfTheExporter_ReadsStatistics_AndNoTable()
    {
        var service = await server.ProvisionAsync("measured");
        await ReadAsync(service, "CREATE TABLE secrets (text text)");

        var exporter = await server.ProvisionExporterAsync("performance_schema");

        Assert.NotNull(await ReadAsync(exporter, "SHOW GLOBAL STATUS LIKE 'Threads_connected'"));
        Assert.NotNull(await ReadAsync(exporter, "SHOW GLOBAL VARIABLES LIKE 'max_connections'"));
        foreach (var statement in new[] { "SELECT * FROM measured.secrets", "SELECT * FROM mysql.user", "CREATE DATABASE mine" })
        {
            await Assert.ThrowsAsync<MySqlException>(() => ReadAsync(exporter, statement));
        }
    }

    [ServerFact(Package, Program)]
    public async Task Health_OfARunningServer_IsGood() => Assert.Equal(new CommandOutput(0, "1\n"), await server.CheckHealthAsync());

    [ServerFact(Package, Program)]
    public async Task Variables_OfEveryDialect_LeadToTheDatabase()
    {
        var variables = server.GetEnvironment(await server.ProvisionAsync("dialects"));

        Assert.Equal("dialects", await AskAsync(variables["ConnectionStrings__orders-db"]));
        foreach (var name in new[] { "DATABASE_URL", "ORDERS_DB_URL", "ORDERS_DB_URI" })
        {
            var url = new Uri(variables[name]);
            Assert.Equal("mysql", url.Scheme);
            var (username, password) = (url.UserInfo.Split(':')[0], url.UserInfo.Split(':')[1]);
            Assert.Equal("dialects", await AskAsync(Write(url, username, password)));
        }

        foreach (
            var (url, prefix) in new[] { ("ORDERS_DB_JDBCCONNECTIONSTRING", "ORDERS_DB"), ("SPRING_DATASOURCE_URL", "SPRING_DATASOURCE") }
        )
        {
            var address = new Uri(variables[url]["jdbc:".Length..]);
            Assert.Equal("dialects", await AskAsync(Write(address, variables[$"{prefix}_USERNAME"], variables[$"{prefix}_PASSWORD"])));
        }
    }

    [ServerFact(Package, Program)]
    public async Task User_OfAService_HasItsOwnDatabaseOnly()
    {
        // In a GRANT an underscore stands for any letter.
        var other = await server.ProvisionAsync("orders-db");
        var own = await server.ProvisionAsync("orders_db");

        await ReadAsync(own, "CREATE TABLE own (text text)");
        await ReadAsync(other, "CREATE TABLE secrets (text text)");

        Assert.Equal(
            "information_schema,orders_db",
            await ReadAsync(own, "SELECT GROUP_CONCAT(schema_name ORDER BY 1) FROM information_schema.schemata")
        );
        foreach (
            var statement in new[]
            {
                "SELECT * FROM `orders-db`.secrets",
                "CREATE DATABASE mine",
                "CREATE USER other",
                "SELECT * FROM mysql.user",
            }
        )
        {
            var refused = await Assert.ThrowsAsync<MySqlException>(() => ReadAsync(own, statement));
            Assert.Contains("denied", refused.Message);
        }
    }

    [ServerFact(Package, Program)]
    public async Task Users_OfOneDatabase_ShareWhatTheyCreate()
    {
        var (writer, reader) = (server.Draw("writer", "shared"), server.Draw("reader", "shared"));
        await server.ProvisionAllAsync(writer, reader);

        await ReadAsync(writer, "CREATE TABLE numbers (number int)");
        await ReadAsync(reader, "INSERT INTO numbers VALUES (7)");

        Assert.Equal(7, await ReadAsync(writer, "SELECT number FROM numbers"));
    }

    [ServerFact(Package, Program)]
    public async Task Script_RunAgain_ChangesNothing()
    {
        var again = await server.ProvisionAsync("again");
        await ReadAsync(again, "CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)");
        var before = await ReadStateAsync();

        await server.ProvisionAllAsync(again);

        Assert.Equal(before, await ReadStateAsync());
        Assert.Contains("GRANT ALL PRIVILEGES ON `again`.*", before);
        Assert.Equal(7, await ReadAsync(again, "SELECT number FROM kept"));

        async Task<string> ReadStateAsync()
        {
            var users = await ReadAsync(
                Administrator,
                "SELECT GROUP_CONCAT(user, '@', host, authentication_string ORDER BY 1) FROM mysql.user"
            );
            return $"{users}\n{await ReadColumnAsync(Administrator, "SHOW GRANTS FOR again")}";
        }
    }

    [ServerFact(Package, Program)]
    public async Task Script_WithANewPassword_LetsOnlyThatIn()
    {
        var rotated = await server.ProvisionAsync("rotated");
        var old = server.GetEnvironment(rotated)["ConnectionStrings__orders-db"];
        server.Secrets.Set(rotated.Secret, "rotated");

        await server.ProvisionAllAsync(rotated);

        var refused = await Assert.ThrowsAsync<MySqlException>(() => AskAsync(old));
        Assert.Equal(MySqlErrorCode.AccessDenied, refused.ErrorCode);
        Assert.Equal("rotated", await ReadAsync(rotated, "SELECT DATABASE()"));
    }

    [ServerFact(Package, Program)]
    public async Task Rotation_LetsBothUsersIn_ThenOnlyTheSecond_WhichHasEverything()
    {
        var first = await server.ProvisionAsync("turning");
        await ReadAsync(first, "CREATE TABLE numbers (number int); INSERT INTO numbers VALUES (7)");
        await using var source = new MySqlDataSource(server.GetEnvironment(first)["ConnectionStrings__orders-db"]);
        await using var connected = await source.OpenConnectionAsync();

        var second = server.Rotate(first, 1);
        await server.ProvisionAllAsync(second, first);
        Assert.Equal(7, await ReadAsync(first, "SELECT number FROM numbers"));
        Assert.Equal(7, await ReadAsync(second, "SELECT number FROM numbers"));

        await server.RetireAsync([second], "turning");

        var refused = await Assert.ThrowsAsync<MySqlException>(() => ReadAsync(first, "SELECT 1"));
        Assert.Equal(MySqlErrorCode.AccessDenied, refused.ErrorCode);
        await Assert.ThrowsAsync<MySqlException>(() => new MySqlCommand("SELECT 1", connected).ExecuteNonQueryAsync());
        Assert.Equal(0L, await ReadAsync(Administrator, "SELECT COUNT(*) FROM mysql.user WHERE user = 'turning'"));
        Assert.Equal(7, await ReadAsync(second, "SELECT number FROM numbers"));
    }

    [ServerFact(Package, Program)]
    public async Task Rotation_OfAUserWithAView_LocksItInstead_AndUnlocksItWhenItsTurnComes()
    {
        var first = await server.ProvisionAsync("viewing");
        await ReadAsync(
            first,
            "CREATE TABLE numbers (number int); INSERT INTO numbers VALUES (7); CREATE VIEW seven AS SELECT * FROM numbers"
        );
        var second = server.Rotate(first, 1);
        await server.ProvisionAllAsync(second, first);

        await server.RetireAsync([second], "viewing");

        Assert.Equal(7, await ReadAsync(second, "SELECT number FROM seven"));
        await Assert.ThrowsAsync<MySqlException>(() => ReadAsync(first, "SELECT 1"));

        var third = server.Rotate(first, 2);
        await server.ProvisionAllAsync(third, second);
        await server.RetireAsync([third], "viewing_alt");

        Assert.Equal(7, await ReadAsync(third, "SELECT number FROM seven"));
        await Assert.ThrowsAsync<MySqlException>(() => ReadAsync(second, "SELECT 1"));
    }

    [ServerFact(Package, Program)]
    public async Task Script_WithAnyNames_QuotesThem()
    {
        var odd = server.Connect("odd", """d "b"; ' $(id) `id` \ % ü""");
        server.Secrets.Set("odd", """u "s"; ' $HOME \ é""", """p 'w"; $(id) \ ß""");

        await server.ProvisionAllAsync(odd, odd);

        var connection = new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1",
            Port = (uint)server.Port,
            UserID = server.Secrets.Read("odd", "username"),
            Password = server.Secrets.Read("odd", "password"),
            Database = odd.Database,
        };
        Assert.Equal(odd.Database, await AskAsync(connection.ConnectionString));
    }

    [ServerFact(Package, Program)]
    public async Task Script_TellsNoPassword()
    {
        var result = await server.ProvisionAsync(server.Draw("quiet", "quiet"));

        Assert.Contains("--protocol=tcp", server.RecordedArguments);
        foreach (var password in server.Untold("quiet"))
        {
            Assert.DoesNotContain(password, result.Output);
            Assert.DoesNotContain(password, server.RecordedArguments);
            Assert.DoesNotContain(
                Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(password)),
                server.RecordedArguments,
                StringComparison.OrdinalIgnoreCase
            );
        }
    }

    private static string Write(Uri address, string username, string password) =>
        new MySqlConnectionStringBuilder
        {
            Server = address.Host,
            Port = (uint)address.Port,
            Database = address.AbsolutePath.TrimStart('/'),
            UserID = username,
            Password = password,
        }.ConnectionString;

    private static async Task<string?> AskAsync(string connectionString) => (string?)await ReadAsync(connectionString, "SELECT DATABASE()");

    private Task<object?> ReadAsync(StoreConnection connection, string query) =>
        ReadAsync(server.GetEnvironment(connection)["ConnectionStrings__orders-db"], query);

    private async Task<string> ReadColumnAsync(StoreConnection connection, string query)
    {
        await using var source = new MySqlDataSource(server.GetEnvironment(connection)["ConnectionStrings__orders-db"] + ";Pooling=false");
        await using var open = await source.OpenConnectionAsync();
        await using var command = new MySqlCommand(query, open);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }

    private static async Task<object?> ReadAsync(string connectionString, string query)
    {
        await using var source = new MySqlDataSource(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
