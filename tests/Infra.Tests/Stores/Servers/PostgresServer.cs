using Infra.Backend.Settings;

namespace Infra.Tests.Stores.Servers;

/// <summary>PostgreSQL. All statements are in its log.</summary>
public sealed class PostgresServer : StoreServer
{
    public PostgresServer()
        : base(StoreKind.Postgres, "postgres") => Administrator = ("postgres", SecretsOfTest.DrawPassword());

    private protected override IReadOnlyDictionary<string, string> ImageVariables =>
        new Dictionary<string, string> { ["POSTGRES_USER"] = Administrator.Name, ["POSTGRES_PASSWORD"] = Administrator.Password };

    private protected override IReadOnlyDictionary<string, string> Shims =>
        new Dictionary<string, string> { ["psql"] = "psql", ["pg_dump"] = "pg_dump" };

    private string Data => Path.Combine(Folder, "data");

    private protected override async Task StartAsync()
    {
        var password = await WriteAsync("password", Administrator.Password);
        await RunAsync(
            "initdb",
            "-D",
            Data,
            "-U",
            Administrator.Name,
            $"--pwfile={password}",
            "--auth-local=reject",
            "--auth-host=scram-sha-256",
            "-E",
            "UTF8",
            "--no-sync"
        );
        var options = $"-p {Port} -h 127.0.0.1 -k {Folder} -F -c log_statement=all";
        await StartServerAsync(["postgres", "-D", Data, .. options.Split(' ')], ImageVariables);
    }

    private protected override Task StopAsync() => RunAsync("pg_ctl", "-D", Data, "stop", "-m", "fast");
}
