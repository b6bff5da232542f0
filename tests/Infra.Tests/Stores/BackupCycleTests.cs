using System.Text;
using System.Text.Json;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Tests.Stores.Servers;

namespace Infra.Tests.Stores;

/// <summary>
/// Backups, drills and restorations with real servers, the real client of S3 and a bucket in memory, as the CronJobs of the plan run them.
/// </summary>
public abstract class BackupCycleTests : IAsyncLifetime
{
    private protected const string AccessKey = "AKIDBACKUPS";

    private readonly string _kind;
    private BucketServer _bucket = null!;

    private protected BackupCycleTests(StoreServer server, StoreServer fresh, string kind) =>
        (Server, Fresh, _kind) = (server, fresh, kind);

    /// <summary>The live server.</summary>
    private protected StoreServer Server { get; }

    /// <summary>An empty one.</summary>
    private protected StoreServer Fresh { get; }

    private protected BucketServer Bucket => _bucket;

    public async Task InitializeAsync()
    {
        _bucket = await BucketServer.StartAsync(AccessKey);
        await Fresh.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _bucket.DisposeAsync();
        await Fresh.DisposeAsync();
    }

    private protected BackupRun Plan(StoreServer server, string backup = "drill: 7d", params string[] uses) =>
        new(server, _kind, backup, uses, Bucket.Port, AccessKey);

    /// <summary>Fills the live server, backs it up, and drills and restores with the fresh one.</summary>
    private protected async Task RestoreAfterDrillGivesTheSameAsync(
        string backup,
        string[] databases,
        string counts,
        Func<StoreServer, Task> fill,
        Func<StoreServer, Task> check
    )
    {
        await fill(Server);

        var made = await Plan(Server, backup, databases).BackUpAsync();

        Assert.True(made.ExitCode == 0, made.Output);
        var name = Assert.Single(Bucket.Keys, key => key.EndsWith("/SHA256SUMS", StringComparison.Ordinal)).Split('/')[^2];
        Assert.All(Bucket.Keys, key => Assert.StartsWith($"shop/dev/db/{name}/", key, StringComparison.Ordinal));

        var drill = Plan(Fresh, backup, databases);
        var drilled = await drill.DrillAsync();

        Assert.True(drilled.ExitCode == 0, drilled.Output);
        using var result = JsonDocument.Parse(drill.Result);
        Assert.Equal(name, result.RootElement.GetProperty("backup").GetString());
        Assert.InRange(result.RootElement.GetProperty("seconds").GetInt64(), 0, 600);
        Assert.Equal(counts, result.RootElement.GetProperty("databases").GetRawText());
        var numbers =
            from database in result.RootElement.GetProperty("databases").EnumerateObject()
            from counted in database.Value.EnumerateObject()
            select $"store_drill_objects{{database=\"{database.Name}\",type=\"{counted.Name}\"}} {counted.Value.GetRawText()}";
        Assert.Equal(
            [.. numbers, $"store_drill_duration_seconds {result.RootElement.GetProperty("seconds").GetInt64()}"],
            drill.Metrics[..^1]
        );
        Assert.Matches("^store_drill_completed_timestamp_seconds [0-9]{10}$", drill.Metrics[^1]);
        await check(Fresh);
        foreach (var password in new[] { Server.Administrator.Password, Fresh.Administrator.Password })
        {
            Assert.DoesNotContain(password, made.Output + drilled.Output + Server.RecordedArguments + Fresh.RecordedArguments);
        }

        var again = await Plan(Fresh, backup, databases).RestoreAsync();
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("is not empty: restore into a new", again.Output);
    }

    /// <summary>
    /// Backs up two databases as an administrator who could log in when the pod started, and no longer since both updates of a rotation.
    /// </summary>
    private protected async Task BackupThatARotationOvertakesGoesOnAsync(params string[] databases)
    {
        StoreConnection[] users = [.. databases.Select((database, index) => Fresh.Draw($"web{index}", database))];
        await Fresh.ProvisionAllAsync(users);
        await Fresh.RotateAdministratorAsync(1, keepFormer: true, users[0]);
        await Fresh.RotateAdministratorAsync(1, keepFormer: false, users[0]);
        var run = Plan(Fresh, "every: 1h", databases);

        Assert.NotEqual(0, (await run.BackUpAfterRotationAsync(null)).ExitCode);
        var made = await run.BackUpAfterRotationAsync(Fresh.FindAdministrator(1));

        AssertSucceeded(made);
        Assert.All(databases, database =>
            Assert.Contains(Bucket.Keys, key => key.EndsWith($"/{database.Replace('/', '~')}", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(Fresh.Secrets.Read(Fresh.FindAdministrator(1).Connection.Secret, "password"), made.Output);
    }

    private protected static void AssertSucceeded(CommandOutput output) => Assert.True(output.ExitCode == 0, output.Output);

    private protected void WriteBackup(string name, string content)
    {
        Bucket.Write($"shop/dev/db/{name}/db", Encoding.UTF8.GetBytes(content));
        Bucket.Write($"shop/dev/db/{name}/SHA256SUMS", "unread"u8.ToArray());
    }
}
