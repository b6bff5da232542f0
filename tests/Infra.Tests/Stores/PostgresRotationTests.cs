using Infra.Backend.Planning.Stores;
using Infra.Tests.Stores.Servers;
using Npgsql;

namespace Infra.Tests.Stores;

/// <summary>The rotation of a service's credentials, tried with a real PostgreSQL.</summary>
public sealed class PostgresRotationTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [ServerFact("postgresql", "postgres")]
    public async Task Rotation_LetsBothUsersIn_ThenOnlyTheSecond_WhichHasEverything()
    {
        var first = await server.ProvisionAsync("turning");
        await ReadAsync(
            first,
            "CREATE TABLE lines (text text); INSERT INTO lines VALUES ('kept'); SET ROLE NONE; CREATE TABLE own (n int)"
        );
        await using var source = NpgsqlDataSource.Create(server.GetEnvironment(first)["ConnectionStrings__orders-db"]);
        await using var connected = await source.OpenConnectionAsync();

        var second = server.Rotate(first, 1);
        await server.ProvisionAllAsync(second, first);
        Assert.Equal("kept", await ReadAsync(first, "SELECT text FROM lines"));
        Assert.Equal("kept", await ReadAsync(second, "SELECT text FROM lines"));

        await server.RetireAsync([second], "turning");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(first, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => new NpgsqlCommand("SELECT 1", connected).ExecuteNonQueryAsync());
        await ReadAsync(second, "ALTER TABLE lines ADD COLUMN number int; DROP TABLE own");
        Assert.Equal(
            0L,
            await ReadAsync(server.Connect("Postgres-admin", "postgres"), "SELECT count(*) FROM pg_roles WHERE rolname = 'turning'")
        );

        var third = server.Rotate(first, 2);
        await server.ProvisionAllAsync(third, second);
        await server.RetireAsync([third], "turning_alt");

        Assert.Equal("kept", await ReadAsync(third, "SELECT text FROM lines"));
        await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(second, "SELECT 1"));
    }

    private Task<object?> ReadAsync(StoreConnection connection, string query) =>
        PostgresTests.ReadAsync(server.GetEnvironment(connection)["ConnectionStrings__orders-db"], query);
}
