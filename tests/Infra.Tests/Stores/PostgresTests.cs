using System.Globalization;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Tests.Stores.Servers;
using Npgsql;

namespace Infra.Tests.Stores;

/// <summary>Users, variables and the probe, tried with a real PostgreSQL and its clients.</summary>
public sealed class PostgresTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Package = "postgresql";
    private const string Program = "postgres";

    [ServerFact(Package, Program)]
    public async Task Health_OfARunningServer_IsGood() => Assert.Equal(new CommandOutput(0, "1\n"), await server.CheckHealthAsync());

    [ServerFact(Package, Program)]
    public async Task Variables_OfEveryDialect_LeadToTheDatabase()
    {
        var orders = await server.ProvisionAsync("dialects");

        var variables = server.GetEnvironment(orders);

        Assert.Equal("dialects", await AskAsync(variables["ConnectionStrings__orders-db"]));
        Assert.Equal(
            "dialects",
            await AskAsync(FromParts(variables, "ORDERS_DB_JDBCCONNECTIONSTRING", "ORDERS_DB_USERNAME", "ORDERS_DB_PASSWORD"))
        );
        Assert.Equal(
            "dialects",
            await AskAsync(FromParts(variables, "SPRING_DATASOURCE_URL", "SPRING_DATASOURCE_USERNAME", "SPRING_DATASOURCE_PASSWORD"))
        );
        foreach (var name in new[] { "DATABASE_URL", "ORDERS_DB_URL", "ORDERS_DB_URI" })
        {
            var answer = await server.RunAsync(["psql", "-X", "-At", "-c", "SELECT current_database()", variables[name]], variables);
            Assert.Equal(new CommandOutput(0, "dialects\n"), answer);
        }
    }

    [ServerFact(Package, Program)]
    public async Task Variables_ThatTheServiceNamesItself_AreAllThatTheClientNeeds()
    {
        var orders = await server.ProvisionAsync("named");
        var use = new StoreUseSettings
        {
            Store = orders.Store,
            Variables = new Dictionary<string, ConnectionPart>
            {
                ["PGHOST"] = ConnectionPart.Host,
                ["PGPORT"] = ConnectionPart.Port,
                ["PGDATABASE"] = ConnectionPart.Database,
                ["PGUSER"] = ConnectionPart.Username,
                ["PGPASSWORD"] = ConnectionPart.Password,
            },
        };

        var variables = KubernetesEnvironment.Resolve(ConnectionVariables.Create(orders, use, isMain: true), server.Secrets);

        var answer = await server.RunAsync(["psql", "-X", "-At", "-c", "SELECT current_database()"], variables);
        Assert.Equal(new CommandOutput(0, "named\n"), answer);
    }

    [ServerFact(Package, Program)]
    public async Task Files_OfABinding_LeadToTheDatabase()
    {
        var orders = await server.ProvisionAsync("bound");

        var binding = ServiceBindingFiles.Create(orders, "orders-db");
        var files = binding.Files.ToDictionary(file => Path.GetFileName(file.Key), file => file.Value.Content!.Value.Value);
        foreach (var volume in binding.Volumes.Values)
        {
            foreach (var (key, item) in volume.Items)
            {
                files[item.Path!] = server.Secrets.Read(volume.From!, key);
            }
        }

        var client = new NpgsqlConnectionStringBuilder
        {
            Host = files["host"],
            Port = int.Parse(files["port"], CultureInfo.InvariantCulture),
            Username = files["username"],
            Password = files["password"],
            Database = files["database"],
        };
        Assert.Equal("bound", await AskAsync(client.ConnectionString));
    }

    [ServerFact(Package, Program)]
    public async Task User_OfTheExporter_ReadsStatistics_AndNoTable()
    {
        var service = await server.ProvisionAsync("measured");
        await ReadAsync(service, "CREATE TABLE secrets (text text)");

        var exporter = await server.ProvisionExporterAsync("postgres");

        Assert.True((long)(await ReadAsync(exporter, "SELECT pg_database_size('measured')"))! > 0);
        Assert.Equal(0L, await ReadAsync(exporter, "SELECT count(*) FROM pg_stat_activity WHERE query = '<insufficient privilege>'"));
        foreach (var statement in new[] { "CREATE TABLE mine (a int)", "CREATE DATABASE mine", "SELECT pg_read_file('postgresql.conf')" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(exporter, statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(exporter with { Database = "measured" }, "SELECT 1"));
    }

    [ServerFact(Package, Program)]
    public async Task User_OfAService_HasItsOwnDatabaseOnly()
    {
        var first = await server.ProvisionAsync("first");
        var second = await server.ProvisionAsync("second");

        await ReadAsync(first, "CREATE TABLE secrets (text text)");

        foreach (var database in new[] { "first", "postgres", "template1" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(second with { Database = database }, "SELECT 1"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        foreach (var statement in new[] { "CREATE DATABASE mine", "CREATE ROLE other", "ALTER ROLE first PASSWORD 'known'" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(second, statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [ServerFact(Package, Program)]
    public async Task Users_OfOneDatabase_ShareWhatTheyCreate()
    {
        var writer = server.Draw("writer", "shared");
        var reader = server.Draw("reader", "shared");
        await server.ProvisionAllAsync(writer, reader);

        await ReadAsync(writer, "CREATE TABLE lines (text text)");
        await ReadAsync(reader, "INSERT INTO lines VALUES ('from the reader'); ALTER TABLE lines ADD COLUMN number int");

        Assert.Equal(1L, await ReadAsync(writer, "SELECT count(*) FROM lines WHERE number IS NULL"));
    }

    [ServerFact(Package, Program)]
    public async Task RolesOfAnOperator_ShareTheirDatabase_AndKeepOthersOut()
    {
        var (writer, reader, stranger) = (
            server.Draw("op-writer", "operated"),
            server.Draw("op-reader", "operated"),
            server.Draw("op-other", "apart")
        );
        StoreUser[] users =
        [
            .. new[] { writer, reader, stranger }.Select(each => new StoreUser(each.Secret, new() { Store = each.Store }, each, true)),
        ];
        await CreateAsTheOperatorAsync(users);

        var variables = StoreProvisioning.CreateRoleVariables(server.Connect("none"), users);
        for (var run = 0; run < 2; run++)
        {
            var output = await server.RunScriptAsync(PostgresScripts.Roles, variables);
            Assert.True(output.ExitCode == 0, output.Output);
        }

        await ReadAsync(writer, "CREATE TABLE lines (text text)");
        await ReadAsync(reader, "INSERT INTO lines VALUES ('from the reader'); ALTER TABLE lines ADD COLUMN number int");
        Assert.Equal(1L, await ReadAsync(writer, "SELECT count(*) FROM lines WHERE number IS NULL"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(stranger with { Database = "operated" }, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [ServerFact(Package, Program)]
    public async Task Script_RunAgain_ChangesNothing()
    {
        var again = await server.ProvisionAsync("again");
        await ReadAsync(again, "CREATE TABLE kept (text text); INSERT INTO kept VALUES ('kept')");
        const string State = """
            SELECT string_agg(line, E'\n' ORDER BY line) FROM (
              SELECT (rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolconfig)::text FROM pg_roles
              UNION ALL SELECT (datname, datdba, datacl)::text FROM pg_database
              UNION ALL SELECT (roleid, member, admin_option)::text FROM pg_auth_members
              UNION ALL SELECT pg_db_role_setting::text FROM pg_db_role_setting
            ) AS state (line)
            """;
        var before = await ReadAsync(Administrator, State);

        await server.ProvisionAllAsync(again);

        Assert.Equal(before, await ReadAsync(Administrator, State));
        Assert.Equal("kept", await ReadAsync(again, "SELECT text FROM kept"));
    }

    [ServerFact(Package, Program)]
    public async Task Script_WithANewPassword_LetsOnlyThatIn()
    {
        var rotated = await server.ProvisionAsync("rotated");
        var old = server.GetEnvironment(rotated)["ConnectionStrings__orders-db"];
        server.Secrets.Set(rotated.Secret, "rotated");

        await server.ProvisionAllAsync(rotated);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => AskAsync(old));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal("rotated", await ReadAsync(rotated, "SELECT current_database()"));
    }

    [ServerFact(Package, Program)]
    public async Task Script_WithAnyNames_QuotesThem()
    {
        var odd = server.Connect("odd", """d "b"; ' $(id) `id` \ ü""");
        server.Secrets.Set("odd", """u "s"; ' $HOME \ é""", """p 'w"; $(id) \ ß""");

        await server.ProvisionAllAsync(odd, odd);

        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Username = server.Secrets.Read("odd", "username"),
            Password = server.Secrets.Read("odd", "password"),
            Database = odd.Database,
        };
        Assert.Equal(odd.Database, await AskAsync(connection.ConnectionString));
    }

    [ServerFact(Package, Program)]
    public async Task Script_TellsNoPassword()
    {
        var result = await server.ProvisionAsync(server.Draw("quiet", "quiet"));

        Assert.Contains("ON_ERROR_STOP=1", server.RecordedArguments);
        foreach (var password in server.Untold("quiet"))
        {
            Assert.DoesNotContain(password, result.Output);
            Assert.DoesNotContain(password, server.RecordedArguments);
            Assert.DoesNotContain(password, server.Log);
        }
    }

    [ServerFact(Package, Program)]
    public async Task Script_ForTheAdministratorsName_IsRefused()
    {
        server.Secrets.Set("impostor", server.Administrator.Name);

        var result = await server.ProvisionAsync(server.Connect("impostor", "impostor"));

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("is the administrator", result.Output);
        Assert.Equal(0, (await server.CheckHealthAsync()).ExitCode);
    }

    /// <summary>Creates roles and databases as CloudNativePG does for the custom resources of a store.</summary>
    private async Task CreateAsTheOperatorAsync(IEnumerable<StoreUser> users)
    {
        foreach (var user in users)
        {
            var (owner, database) = (PostgresOperator.GetOwner(user.Connection.Database!), user.Connection.Database);
            var name = user.Connection.Secret;
            if (await ReadAsync(Administrator, $"SELECT 1 FROM pg_roles WHERE rolname = '{owner}'") is null)
            {
                await ReadAsync(Administrator, $"CREATE ROLE \"{owner}\" NOLOGIN");
                await ReadAsync(Administrator, $"CREATE DATABASE \"{database}\" OWNER \"{owner}\"");
            }

            var password = server.Secrets.Read(name, "password");
            await ReadAsync(Administrator, $"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}' IN ROLE \"{owner}\"");
        }
    }

    private StoreConnection Administrator => server.Connect("Postgres-admin", "postgres");

    private static string FromParts(IReadOnlyDictionary<string, string> variables, string url, string username, string password)
    {
        var address = new Uri(variables[url]["jdbc:".Length..]);
        return new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Database = address.AbsolutePath.TrimStart('/'),
            Username = variables[username],
            Password = variables[password],
        }.ConnectionString;
    }

    private static async Task<string?> AskAsync(string connectionString) =>
        (string?)await ReadAsync(connectionString, "SELECT current_database()");

    private Task<object?> ReadAsync(StoreConnection connection, string query) =>
        ReadAsync(server.GetEnvironment(connection)["ConnectionStrings__orders-db"], query);

    internal static async Task<object?> ReadAsync(string connectionString, string query)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
