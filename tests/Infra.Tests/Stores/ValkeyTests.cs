using System.Globalization;
using System.Text;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings;
using Infra.Tests.Stores.Servers;
using StackExchange.Redis;

namespace Infra.Tests.Stores;

/// <summary>Variables and the probe, tried with a real Valkey or Redis and its clients. All services have the one user.</summary>
public sealed class ValkeyTests(ValkeyServer server) : IClassFixture<ValkeyServer>
{
    private const string Package = "redis-server";

    [ServerFact(Package, "valkey-server", "redis-server")]
    public async Task Health_OfARunningServer_IsGood() => Assert.Equal(0, (await server.CheckHealthAsync()).ExitCode);

    [ServerFact(Package, "valkey-server", "redis-server")]
    public async Task User_OfTheExporter_ReadsStatistics_AndNoKey()
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", server.Port } },
            User = server.ExporterName,
            Password = server.ExporterPassword,
            AllowAdmin = true,
        };
        await using var client = await ConnectionMultiplexer.ConnectAsync(options);
        var database = client.GetDatabase();

        Assert.Contains("used_memory:", (string?)await database.ExecuteAsync("INFO"), StringComparison.Ordinal);
        Assert.Equal("maxclients", ((string[]?)await database.ExecuteAsync("CONFIG", "GET", "maxclients"))![0]);
        foreach (var command in new[] { "GET a", "SET a b", "KEYS *", "CONFIG SET maxclients 1", "ACL LIST", "SHUTDOWN NOSAVE" })
        {
            var words = command.Split(' ');
            var refused = await Assert.ThrowsAsync<RedisServerException>(() => database.ExecuteAsync(words[0], [.. words[1..]]));
            Assert.StartsWith("NOPERM", refused.Message, StringComparison.Ordinal);
        }
    }

    [ServerFact(Package, "valkey-server", "redis-server")]
    public async Task Health_WithoutThePassword_IsBad()
    {
        var command = StoreHealth.Create(StoreKind.Valkey, server.Port)!.Value;

        Assert.NotEqual(0, (await server.RunAsync(command, new Dictionary<string, string>())).ExitCode);
    }

    [ServerFact(Package, "valkey-server", "redis-server")]
    public async Task Variables_OfEveryDialect_LeadToTheServer()
    {
        var variables = server.GetEnvironment(server.Connect("Valkey-admin"));
        await using (var client = await ConnectionMultiplexer.ConnectAsync(variables["ConnectionStrings__orders-db"]))
        {
            Assert.True(await client.GetDatabase().StringSetAsync("greeting", "hello"));
        }

        // valkey-cli and redis-cli cannot read the URL: they take the absent name before the colon for that of a user.
        foreach (var name in new[] { "REDIS_URL", "ORDERS_DB_URL", "ORDERS_DB_URI" })
        {
            var url = new Uri(variables[name]);
            Assert.Equal(("redis", "/0"), (url.Scheme, url.AbsolutePath));
            Assert.StartsWith(":", url.UserInfo);
            Assert.Equal("hello", await ReadGreetingAsync(url.Host, url.Port, url.UserInfo[1..]));
        }

        foreach (var prefix in new[] { "ORDERS_DB", "SPRING_DATA_REDIS" })
        {
            var port = int.Parse(variables[$"{prefix}_PORT"], CultureInfo.InvariantCulture);
            Assert.Equal("hello", await ReadGreetingAsync(variables[$"{prefix}_HOST"], port, variables[$"{prefix}_PASSWORD"]));
        }
    }

    [ServerFact(Package, "valkey-server", "redis-server")]
    public async Task Backup_HasTheData()
    {
        var variables = server.GetEnvironment(server.Connect("Valkey-admin"));
        await using var client = await ConnectionMultiplexer.ConnectAsync(variables["ConnectionStrings__orders-db"]);
        await client.GetDatabase().StringSetAsync("kept", "text of the backup");
        var file = Path.Combine(server.Folder, "backup.rdb");

        var result = await server.RunBackupScriptAsync(StoreScripts.Of(StoreKind.Valkey).Backup, "data", file);

        Assert.True(result.ExitCode == 0, result.Output);
        var content = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
        Assert.StartsWith("REDIS", content);
        Assert.Contains("text of the backup", content);
        Assert.DoesNotContain(server.Administrator.Password, server.RecordedArguments);
    }

    private static async Task<string?> ReadGreetingAsync(string host, int port, string password)
    {
        var options = new ConfigurationOptions { Password = password };
        options.EndPoints.Add(host, port);
        await using var client = await ConnectionMultiplexer.ConnectAsync(options);
        return await client.GetDatabase().StringGetAsync("greeting");
    }
}
