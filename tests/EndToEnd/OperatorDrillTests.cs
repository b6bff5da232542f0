using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary>
/// Drills of stores that Percona's operators run. No script runs in simulated pods, so that of the drill's pod runs here: with the account,
/// files and variables of the pod, against the API of the simulated cluster.
/// </summary>
public sealed class OperatorDrillTests
{
    private const string Stack = "dev";
    private const string Drills = "shop-drills";

    [KubectlFact]
    public Task ADrillOfXtraDbCluster_RestoresTheNewestBackup_AndLeavesNothing() =>
        DrillAsync("mysql", "percona-xtradb-cluster", "perconaxtradbcluster", "Succeeded");

    [KubectlFact]
    public Task ADrillOfPerconasMongoDb_RestoresTheNewestBackup_AndLeavesNothing() =>
        DrillAsync("mongodb", "percona-server-mongodb", "perconaservermongodb", "ready");

    private static async Task DrillAsync(string kind, string definitions, string resource, string done)
    {
        await using var sandbox = Sandbox.OfRepository();
        await WriteStackAsync(sandbox, kind);
        (await RunAsync(sandbox, "cluster", "start")).ShouldSucceed();
        (await RunAsync(sandbox, "cluster", "operator", "install", definitions)).ShouldSucceed();
        (await RunAsync(sandbox, "up", "--yes")).ShouldSucceed();
        for (var count = 0; count < 2; count++)
        {
            (await RunAsync(sandbox, "store", "backup", "db")).ShouldSucceed();
        }

        var newest = (await ItemsAsync(sandbox, $"{resource}backup", "shop"))
            .Select(backup => backup["status"]!["destination"]!.GetValue<string>())
            .Max(StringComparer.Ordinal)!;
        using var drill = await StartAsync(sandbox);
        await drill.SeeAsync("db-trial is ready.");

        var restored = Assert.Single(await ItemsAsync(sandbox, $"{resource}restore", Drills));
        Assert.Equal(newest, restored["spec"]!["backupSource"]!["destination"]!.GetValue<string>());
        Assert.Equal(done, restored["status"]!["state"]!.GetValue<string>());
        Assert.Equal($"{newest.Split('/')[^1]}\n", await File.ReadAllTextAsync(Path.Combine(sandbox.Directory, "work", "backup")));
        Assert.Contains("db-trial-secrets", await NamesAsync(sandbox, "secret"));

        drill.Interrupt();
        (await drill.WaitAsync()).ShouldSucceed();
        foreach (var left in new[] { resource, "pvc" })
        {
            (await sandbox.KubectlAsync("wait", left, "--all", "--for=delete", "--timeout=60s", "-n", Drills)).ShouldSucceed();
        }

        Assert.Empty(await ItemsAsync(sandbox, $"{resource}restore", Drills));
        Assert.DoesNotContain("db-trial-secrets", await NamesAsync(sandbox, "secret"));
        (await RunAsync(sandbox, "up", "--yes", "--expect-no-changes")).ShouldSucceed();
    }

    private static async Task WriteStackAsync(Sandbox sandbox, string kind)
    {
        await File.WriteAllTextAsync(
            sandbox.StackFile(Stack),
            "config:\n  infra:faultTolerance: development\n  infra:cluster: { kind: simulated }\n"
        );
        await File.WriteAllTextAsync(
            Path.Combine(sandbox.Directory, "stacks", "services.yaml"),
            $$"""
            name: shop
            sizes: {small: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi} } }
            stores:
              db: {kind: {{kind}}, form: operator, backup: {to: backups, drill: 7d} }
              backups: {kind: s3}
            services:
              web: {image: "shop/web:1.0", port: 8080, uses: [db]}
            """
        );
    }

    /// <summary>Starts the script of the container with the account's token. A pod of the CronJob owns what it creates.</summary>
    private static async Task<RunningCommand> StartAsync(Sandbox sandbox)
    {
        (await sandbox.KubectlAsync("create", "job", "by-hand", "--from=cronjob/db-drill", "-n", Drills)).ShouldSucceed();
        const string exists = "jsonpath={.metadata.uid}";
        var selector = "batch.kubernetes.io/job-name=by-hand";
        (await sandbox.KubectlAsync("wait", "pod", "-l", selector, $"--for={exists}", "--timeout=60s", "-n", Drills)).ShouldSucceed();
        var pod = (await ItemsAsync(sandbox, "pod", Drills)).First(item =>
            item["metadata"]!["labels"]?["batch.kubernetes.io/job-name"] is not null
        );
        var container = pod["spec"]!["initContainers"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == "server")!;
        var variables = container["env"]!
            .AsArray()
            .Where(variable => variable!["value"] is not null)
            .ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => variable!["value"]?.GetValue<string>());
        variables["POD_NAME"] = pod["metadata"]!["name"]!.GetValue<string>();
        variables["POD_UID"] = pod["metadata"]!["uid"]!.GetValue<string>();
        variables["PAUSE"] = "1";
        variables["WORK_FOLDER"] = System.IO.Directory.CreateDirectory(Path.Combine(sandbox.Directory, "work")).FullName;
        variables["SCRIPTS"] = await WriteScriptsAsync(sandbox);
        var config = (await sandbox.KubectlJsonAsync("config", "view", "--raw", "--minify"))["clusters"]![0]!["cluster"]!;
        variables["API"] = config["server"]!.GetValue<string>();
        variables["AUTHORITY"] = await WriteAsync(
            sandbox,
            "ca.crt",
            System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(config["certificate-authority-data"]!.GetValue<string>()))
        );
        var token = (await sandbox.KubectlAsync("create", "token", "db-drill", "-n", Drills)).ShouldSucceed().Output.Trim();
        variables["TOKEN"] = await WriteAsync(sandbox, "token", token);
        return RunningCommand.Start("sh", [Path.Combine(variables["SCRIPTS"]!, "server.sh")], sandbox.Directory, variables);
    }

    private static async Task<string> WriteScriptsAsync(Sandbox sandbox)
    {
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(sandbox.Directory, "scripts")).FullName;
        foreach (var map in await ItemsAsync(sandbox, "configmap", Drills))
        {
            foreach (var (key, content) in map["data"]?.AsObject() ?? [])
            {
                await File.WriteAllTextAsync(
                    Path.Combine(folder, key.Replace("etc_.store_.", "", StringComparison.Ordinal)),
                    content!.GetValue<string>()
                );
            }
        }

        return folder;
    }

    private static async Task<string> WriteAsync(Sandbox sandbox, string name, string content)
    {
        var path = Path.Combine(sandbox.Directory, name);
        await File.WriteAllTextAsync(path, content);
        return path;
    }

    private static async Task<IReadOnlyList<JsonNode>> ItemsAsync(Sandbox sandbox, string resource, string space) =>
        [.. (await sandbox.KubectlJsonAsync("get", resource, "-n", space))["items"]!.AsArray().Select(item => item!)];

    private static async Task<IEnumerable<string>> NamesAsync(Sandbox sandbox, string resource) =>
        (await ItemsAsync(sandbox, resource, Drills)).Select(item => item["metadata"]!["name"]!.GetValue<string>());

    private static Task<CommandResult> RunAsync(Sandbox sandbox, params string[] arguments) =>
        sandbox.InfraAsync([.. arguments, "--stack", Stack]);
}
