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

    [Fact]
    public async Task Server_RestoresTheNewestCompleteBackupOfTheStore()
    {
        await RunAsync(Restoring);

        Assert.Equal("""{"destination":"s3://backups/db-2026-11-02"}""", Read("created"));
        Assert.Equal("db-2026-11-02", Read("work/backup"));
        Assert.False(File.Exists(Path.Combine(_folder, "work", "failed")));
        Assert.Contains(ReadLines("arguments"), line => line.Contains("as=Table", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("BACKED_UP", "Never", "The operator lists no complete backup of db.")]
    [InlineData("RESTORED", "Never", "The restoration of s3://backups/db-2026-11-02 failed: \"comments\":\"no space\"")]
    public async Task Server_WithoutARestoration_LetsTheClientFailWithTheReason(string name, string value, string reason)
    {
        await RunAsync([.. Restoring, (name, value), ("FAILED", name == "RESTORED" ? "\"state\":\"Succeeded\"" : "Failed")]);

        Assert.Equal(reason, Read("work/failed"));
    }

    private static readonly (string Name, string Value)[] Restoring =
    [
        ("RESTORATIONS", "apis/pxc.percona.com/v1/namespaces/shop-drills/restores"),
        ("RESTORATION_FILE", "restoration.json"),
        ("BACKUPS", "apis/pxc.percona.com/v1/namespaces/shop/backups"),
        ("STORE", "db"),
        ("BACKED_UP", "Succeeded"),
        ("RESTORED", "\"state\":\"Succeeded\""),
        ("FAILED", "\"state\":\"Failed\""),
    ];

    private async Task RunAsync(params IReadOnlyCollection<(string Name, string Value)> more)
    {
        WriteProgram(
            "curl",
            """
            #!/bin/sh
            printf '%s\n' "$*" >>"$FOLDER/arguments"
            cat >>"$FOLDER/inputs"
            case "$*" in
              *'?includeObject=None'*)
                printf '{"kind":"Table","rows":['
                printf '{"cells":["a","db","bucket","s3://backups/db-2026-11-01","Succeeded","2d"]},'
                printf '{"cells":["b","db","bucket","s3://backups/db-2026-11-02","Succeeded","1d"]},'
                printf '{"cells":["c","db","bucket","s3://backups/db-2026-11-03","Running","1h"]},'
                printf '{"cells":["db","db-2","bucket","s3://backups/db-2-2026-11-04","Succeeded","1m"]}]}\n'
                ;;
              *'/restores/db-trial?pretty'*) echo '{"status":{"state":"Succeeded","comments":"no space"}}' ;;
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

        // The script looks three times, and a pause is its end then.
        WriteProgram("sleep", "#!/bin/sh\necho >>\"$FOLDER/pauses\"\n[ $(wc -l <\"$FOLDER/pauses\") -lt 3 ] || kill -TERM \"$PPID\"\n");
        Write("token", Token);
        Write("trial.json", """{"metadata":{"ownerReferences":[{"name":"POD_NAME","uid":"POD_UID"}]}}""");
        Write("restoration.json", """{"destination":"BACKUP_DESTINATION"}""");
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
            }.Concat(more.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)))
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
