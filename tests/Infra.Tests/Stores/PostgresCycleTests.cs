using Infra.Tests.Stores.Servers;
using Npgsql;

namespace Infra.Tests.Stores;

/// <summary>Backups of PostgreSQL, their retention, and what makes a backup count.</summary>
public sealed class PostgresCycleTests(PostgresServer server)
    : BackupCycleTests(server, new PostgresServer(), "postgres"),
        IClassFixture<PostgresServer>
{
    private const string Package = "rclone and postgresql";
    private const string Fill = """
        CREATE TABLE numbers (number int PRIMARY KEY, text varchar(20));
        INSERT INTO numbers VALUES (1, 'één'), (2, 'zwölf');
        CREATE TABLE "Odd ""name" (number int);
        INSERT INTO "Odd ""name" VALUES (3)
        """;

    [CycleFact(Package, "postgres")]
    public Task Backup_ThatARotationOvertakes_GoesOnAsTheNextAdministrator() =>
        BackupThatARotationOvertakesGoesOnAsync("orders", "reports");

    [CycleFact(Package, "postgres")]
    public Task Restore_AfterADrill_GivesEachDatabaseWithItsOwner() =>
        RestoreAfterDrillGivesTheSameAsync(
            "drill: {query: \"SELECT count(*) = 2 FROM numbers\", database: orders}",
            ["orders", "reports"],
            """{"orders":{"tables":2,"rows":3},"reports":{"tables":0,"rows":0}}""",
            async live =>
            {
                await live.ProvisionAllAsync(live.Draw("web", "orders"), live.Draw("reporter", "reports"));
                await ReadAsync(live, "web", Fill);
            },
            async fresh =>
            {
                // Users that come after the restoration have what they had before.
                await fresh.ProvisionAllAsync(fresh.Draw("web", "orders"));
                Assert.Equal("zwölf", await ReadAsync(fresh, "web", "SELECT text FROM numbers WHERE number = 2"));
                await ReadAsync(fresh, "web", "ALTER TABLE numbers ADD COLUMN more int");
            }
        );

    [CycleFact(Package, "postgres")]
    public async Task Drill_WithAQueryThatDoesNotHold_Fails()
    {
        const string backup = "drill: {query: SELECT count(*) FROM pg_class WHERE false}";
        await Server.ProvisionAllAsync(Server.Draw("web", "orders"));
        AssertSucceeded(await Plan(Server, backup, "orders").BackUpAsync());

        var drilled = await Plan(Fresh, backup, "orders").DrillAsync();

        Assert.NotEqual(0, drilled.ExitCode);
        Assert.Contains("The answer to the query is '0', in the database 'orders'", drilled.Output);
    }

    [CycleFact(Package, "postgres")]
    public async Task Drill_OfAChangedFile_Fails()
    {
        await Server.ProvisionAllAsync(Server.Draw("web", "orders"));
        AssertSucceeded(await Plan(Server, uses: "orders").BackUpAsync());
        var key = Assert.Single(Bucket.Keys, key => key.EndsWith("/orders", StringComparison.Ordinal));
        Bucket.Write(key, [.. Bucket.Read(key).Append((byte)0)]);

        var drilled = await Plan(Fresh, uses: "orders").DrillAsync();

        Assert.NotEqual(0, drilled.ExitCode);
        Assert.Contains("orders: FAILED", drilled.Output);
    }

    [CycleFact(Package, "postgres")]
    public async Task Backup_ThatCannotBeUploadedWhole_DoesNotCount()
    {
        await Server.ProvisionAllAsync(Server.Draw("web", "orders"));
        Bucket.Refuses = key => key.EndsWith("/SHA256SUMS", StringComparison.Ordinal);
        var made = await Plan(Server, uses: "orders").BackUpAsync();

        var drilled = await Plan(Fresh, uses: "orders").DrillAsync();

        Assert.NotEqual(0, made.ExitCode);
        Assert.Contains("There is no backup in shop/dev/db.", drilled.Output);
        Assert.NotEqual(0, drilled.ExitCode);
    }

    [CycleFact(Package, "postgres")]
    public async Task Backup_OfAMissingDatabase_UploadsNothing()
    {
        var made = await Plan(Server, uses: "missing").BackUpAsync();

        Assert.NotEqual(0, made.ExitCode);
        Assert.Empty(Bucket.Keys);
    }

    [CycleFact(Package, "postgres")]
    public async Task Backup_DeletesOldOnesAndHalfOnes_ButNothingElse()
    {
        await Server.ProvisionAllAsync(Server.Draw("web", "orders"));
        WriteBackup("20250101000000", "old");
        WriteBackup("20991231000000", "from a clock that was wrong");
        Bucket.Write("shop/dev/db/20250102000000/db", "half"u8.ToArray());
        Bucket.Write("shop/dev/db/notes/readme", "of a person"u8.ToArray());
        Bucket.Write("shop/dev/other/20250101000000/SHA256SUMS", "of another store"u8.ToArray());

        var made = await Plan(Server, uses: "orders").BackUpAsync();

        AssertSucceeded(made);
        Assert.DoesNotContain(Bucket.Keys, key => key.Contains("/db/2025", StringComparison.Ordinal));
        Assert.Equal(
            ["20991231000000", "notes"],
            Bucket
                .Keys.Where(key => key.StartsWith("shop/dev/db/", StringComparison.Ordinal))
                .Select(key => key.Split('/')[3])
                .Distinct()
                .Where(folder => folder is "notes" or "20991231000000")
        );
        Assert.Contains("shop/dev/other/20250101000000/SHA256SUMS", Bucket.Keys);
    }

    [CycleFact(Package, "postgres")]
    public async Task Backup_OfHalfTheSize_IsKept_DeletesNothing_AndFails()
    {
        await Server.ProvisionAllAsync(Server.Draw("web", "orders"));
        WriteBackup("20250101000000", new string('x', 100_000));

        var made = await Plan(Server, uses: "orders").BackUpAsync();

        Assert.Equal(3, made.ExitCode);
        Assert.Contains("less than half of the 100000 bytes of 20250101000000", made.Output);
        Assert.Contains("shop/dev/db/20250101000000/SHA256SUMS", Bucket.Keys);
        Assert.Equal(2, Bucket.Keys.Count(key => key.EndsWith("/SHA256SUMS", StringComparison.Ordinal)));
    }

    [CycleFact(Package, "postgres")]
    public async Task Restore_OfANamedBackup_ThatIsMissing_ListsThoseThatExist()
    {
        WriteBackup("20250101000000", "old");

        var restored = await Plan(Fresh, uses: "orders").RestoreAsync("20240101000000");

        Assert.NotEqual(0, restored.ExitCode);
        Assert.Contains("There is no backup '20240101000000' in shop/dev/db; there are: 20250101000000", restored.Output);
    }

    private static async Task<object?> ReadAsync(StoreServer server, string service, string query)
    {
        var text = server.GetEnvironment(server.Connect(service, "orders"))["ConnectionStrings__orders-db"] + ";Pooling=false";
        await using var source = NpgsqlDataSource.Create(text);
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
