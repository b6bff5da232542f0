using System.Diagnostics;
using Infra.Backend.Planning.Stores.Scripts;

namespace Infra.Tests.Stores;

/// <summary>The script that hands the metrics of a drill to the Pushgateway, with a curl that records what it is asked for.</summary>
public sealed class ReportScriptTests : IDisposable
{
    private const string Gateway = "http://pushgateway.shop-monitoring.svc:9091/metrics/job/store-drill/namespace/shop/store/db";

    private readonly string _folder = Directory.CreateTempSubdirectory("infra-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Send_AtItsEnd_SendsTheMetrics()
    {
        Write("metrics", "store_drill_duration_seconds 7\n");

        await RunUntilTermAsync(exitCode: 0);

        Assert.Equal("store_drill_duration_seconds 7\n", Read("sent"));
        Assert.EndsWith($" {Gateway}\n", Read("arguments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_AfterADrillThatFailed_SendsNothing()
    {
        await RunUntilTermAsync(exitCode: 0);

        Assert.False(File.Exists(Path.Combine(_folder, "arguments")));
    }

    [Fact]
    public async Task Send_WithoutTheGateway_NamesIt()
    {
        Write("metrics", "store_drill_duration_seconds 7\n");

        Assert.Equal($"The metrics of the drill cannot be sent to {Gateway}.\n", await RunUntilTermAsync(exitCode: 7));
    }

    /// <summary>Runs the script, which must succeed, and returns its errors. Its first pause ends it as Kubernetes does.</summary>
    private async Task<string> RunUntilTermAsync(int exitCode)
    {
        WriteProgram(
            "curl",
            $"""
            #!/bin/sh
            printf '%s\n' "$*" >"$WORK_FOLDER/arguments"
            while [ "$1" != --data-binary ]; do shift; done
            cat "${"{2#@}"}" >"$WORK_FOLDER/sent"
            exit {exitCode}
            """
        );
        WriteProgram("sleep", "#!/bin/sh\nkill -TERM \"$PPID\"\n");
        Write("report.sh", ReportScripts.Send);
        var start = new ProcessStartInfo("sh", [Path.Combine(_folder, "report.sh")]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["WORK_FOLDER"] = _folder;
        start.Environment["GATEWAY"] = Gateway;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
        return errors;
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private void WriteProgram(string name, string script)
    {
        Write(name, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
