using Infra.Tests.Stores.Servers;
using StackExchange.Redis;

namespace Infra.Tests.Stores;

/// <summary>Backups of Valkey.</summary>
public sealed class ValkeyCycleTests(ValkeyServer server)
    : BackupCycleTests(server, new ValkeyServer(), "valkey"),
        IClassFixture<ValkeyServer>
{
    [CycleFact("rclone and redis-server", "valkey-server", "redis-server")]
    public Task Restore_AfterADrill_GivesTheKeysOfEveryDatabase_WithTheirExpiry() =>
        RestoreAfterDrillGivesTheSameAsync(
            "drill: 7d",
            [],
            """{"data":{"keys":4}}""",
            async live =>
            {
                await using var client = await ConnectAsync(live);
                await client.GetDatabase().StringSetAsync("greeting", "hello");
                await client.GetDatabase().StringSetAsync("odd\nkey \0", "kept", TimeSpan.FromDays(2));
                await client.GetDatabase().HashSetAsync("hash", "field", "value");
                await client.GetDatabase(3).ListRightPushAsync("list", ["one", "two"]);
            },
            async fresh =>
            {
                await using var client = await ConnectAsync(fresh);
                Assert.Equal("hello", await client.GetDatabase().StringGetAsync("greeting"));
                Assert.Equal("value", await client.GetDatabase().HashGetAsync("hash", "field"));
                Assert.Equal(2, await client.GetDatabase(3).ListLengthAsync("list"));
                Assert.InRange((await client.GetDatabase().KeyTimeToLiveAsync("odd\nkey \0"))!.Value.TotalHours, 24, 48);
            }
        );

    private static Task<ConnectionMultiplexer> ConnectAsync(StoreServer server)
    {
        var options = new ConfigurationOptions { Password = server.Administrator.Password };
        options.EndPoints.Add("127.0.0.1", server.Port);
        return ConnectionMultiplexer.ConnectAsync(options);
    }
}
