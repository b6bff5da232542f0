using System.Diagnostics;
using Infra.Backend.Planning.Stores.Scripts;

namespace Infra.Tests.Stores;

/// <summary>The script that has an operator start a throwaway store, with a curl that records its arguments.</summary>
public sealed class TrialScriptTests : IDisposable
{
    private const string Token = "the-token-of-the-account";

    private readonly string _folder = Directory.CreateTempSubdirectory("infra-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Server_CreatesTheStoreAsPartOfItsPod_AndRemovesItAtItsEnd()
    {
        await RunAsync();

        Assert.Equal("""{"metadata":{"ownerReferences":[{"name":"drill-1","uid":"0f-9"}]}}""", Read("created"));
        Assert.True(File.Exists(Path.Combine(_folder, "ready")));
        string[] requests = [.. ReadLines("arguments").Where(line => line.Contains("/clusters", StringComparison.Ordinal))];
        Assert.Contains("--request POST", requests[1], StringComparison.Ordinal);
        Assert.Contains("--request DELETE", requests[^1], StringComparison.Ordinal);
        Assert.EndsWith("/clusters/db-trial", requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_SendsAManifest_ThatNoOtherContainerCanExchange()
    {
        await RunAsync();

        Assert.Equal("started", Read("shared"));
    }

    [Fact]
    public async Task Server_GivesCurlItsToken_OnlyAsInput()
    {
        await RunAsync();

        Assert.DoesNotContain(Token, Read("arguments"), StringComparison.Ordinal);
        var inputs = ReadLines("inputs");
        Assert.Equal(ReadLines("arguments").Length, inputs.Length);
        Assert.All(inputs, input => Assert.Equal($"header = \"Authorization: Bearer {Token}\"", input));
    }

    private async Task RunAsync()
    {
        WriteProgram(
            "curl",
            """
            #!/bin/sh
            printf '%s\n' "$*" >>"$FOLDER/arguments"
            cat >>"$FOLDER/inputs"
            case "$*" in
              *' --write-out '*) printf 404 ;;
              *' POST '*)
                while [ "$1" != --data-binary ]; do shift; done
                printf '%s' "$2" >"$FOLDER/created"
                ls "$WORK_FOLDER" >"$FOLDER/shared"
                ;;
              *' DELETE '*) ;;
              *) echo '{"status":{"readyInstances":1}}' ;;
            esac
            """
        );

        // The first pause of the script is its end.
        WriteProgram("sleep", "#!/bin/sh\nkill -TERM \"$PPID\"\n");
        Write("token", Token);
        Write("trial.json", """{"metadata":{"ownerReferences":[{"name":"POD_NAME","uid":"POD_UID"}]}}""");
        Write("server.sh", TrialScripts.Server);
        var start = new ProcessStartInfo("sh", [Path.Combine(_folder, "server.sh")]) { RedirectStandardOutput = true };
        foreach (
            var (name, value) in new Dictionary<string, string>
            {
                ["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}",
                ["FOLDER"] = _folder,
                ["WORK_FOLDER"] = Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName,
                ["SCRIPTS"] = _folder,
                ["TOKEN"] = Path.Combine(_folder, "token"),
                ["COLLECTION"] = "apis/postgresql.cnpg.io/v1/namespaces/shop-drills/clusters",
                ["TRIAL"] = "db-trial",
                ["TRIAL_FILE"] = "trial.json",
                ["POD_NAME"] = "drill-1",
                ["POD_UID"] = "0f-9",
                ["READY"] = "\"readyInstances\":1",
            }
        )
        {
            start.Environment[name] = value;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
        File.Copy(Path.Combine(_folder, "work", "ready"), Path.Combine(_folder, "ready"));
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);

    private void WriteProgram(string name, string content)
    {
        Write(name, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name)).TrimEnd();

    private string[] ReadLines(string name) => Read(name).Split('\n');
}
