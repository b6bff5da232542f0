using Infra.Tests.Stores.Servers;
using StackExchange.Redis;

namespace Infra.Tests.Stores;

/// <summary>A rotation of the password of Valkey, tried with a real server.</summary>
public sealed class ValkeyRotationTests(RotatedValkeyServer server) : IClassFixture<RotatedValkeyServer>
{
    [ServerFact("redis-server", "valkey-server", "redis-server")]
    public async Task Clients_LogInWithBothPasswords_AndMayDoTheSame()
    {
        foreach (var password in new[] { server.FormerPassword, server.Administrator.Password })
        {
            await using var client = await ConnectAsync(password);
            var database = client.GetDatabase();

            Assert.True(await database.StringSetAsync(password, "kept"));
            Assert.Equal("OK", (string?)await database.ExecuteAsync("CONFIG", "SET", "maxclients", "100"));
        }

        Assert.Equal(0, (await server.CheckHealthAsync()).ExitCode);
    }

    [ServerFact("redis-server", "valkey-server", "redis-server")]
    public async Task Clients_WithAnotherPassword_AreRefused()
    {
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectAsync("another"));
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectAsync(null));
    }

    private Task<ConnectionMultiplexer> ConnectAsync(string? password)
    {
        var options = new ConfigurationOptions
        {
            Password = password,
            AllowAdmin = true,
            ConnectRetry = 0,
        };
        options.EndPoints.Add("127.0.0.1", server.Port);
        return ConnectionMultiplexer.ConnectAsync(options);
    }
}
