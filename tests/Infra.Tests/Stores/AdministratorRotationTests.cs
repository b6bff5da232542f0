using Infra.Tests.Stores.Servers;

namespace Infra.Tests.Stores;

/// <summary>The rotation of the administrator's password, tried with a real PostgreSQL.</summary>
public sealed class PostgresAdministratorRotationTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [ServerFact("postgresql", "postgres")]
    public Task Rotation_LetsBothAdministratorsIn_ThenOnlyTheSecond() => AdministratorRotations.TryAsync(server);
}

/// <summary>The rotation of the administrator's password, tried with a real MariaDB.</summary>
public sealed class MysqlAdministratorRotationTests(MysqlServer server) : IClassFixture<MysqlServer>
{
    [ServerFact("mariadb-server", "mariadbd")]
    public Task Rotation_LetsBothAdministratorsIn_ThenOnlyTheSecond() => AdministratorRotations.TryAsync(server);
}

/// <summary>The rotation of the administrator's password, tried with a real RabbitMQ.</summary>
public sealed class RabbitmqAdministratorRotationTests(RabbitmqServer server) : IClassFixture<RabbitmqServer>
{
    [ServerFact("rabbitmq-server", "rabbitmq-server")]
    public Task Rotation_LetsBothAdministratorsIn_ThenOnlyTheSecond() => AdministratorRotations.TryAsync(server);
}

/// <summary>Two rotations of an administrator, after which the first name is in use again.</summary>
internal static class AdministratorRotations
{
    public static async Task TryAsync(StoreServer server)
    {
        var user = await server.ProvisionAsync("web");
        for (var number = 1; number <= 2; number++)
        {
            await server.RotateAdministratorAsync(number, keepFormer: true, user);
            Assert.True(await server.LetsInAsync(number - 1, "web"), $"the former administrator, of number {number - 1}");
            Assert.True(await server.LetsInAsync(number, "web"), $"the administrator of number {number}");

            await server.RotateAdministratorAsync(number, keepFormer: false, user);
            Assert.False(await server.LetsInAsync(number - 1, "web"));
            Assert.True(await server.LetsInAsync(number, "web"));
        }

        // The probe has the first password only, which the server now refuses. PostgreSQL's image asks for none over the loopback address.
        Assert.False(await server.LetsInAsync(0, "web"));
        if (server.Kind != Backend.Settings.StoreKind.Postgres)
        {
            Assert.Equal(0, (await server.CheckHealthAsync()).ExitCode);
        }
    }
}
