using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EndToEnd.Support;
using Engine.Tests.Docker.Real;

namespace EndToEnd.Clusters;

/// <summary>
/// A stack that creates its cluster and deploys to it in one update, through real containers. They play the part of K3s: the API behind
/// them is that of a simulated cluster with nodes of the same names.
/// </summary>
public sealed partial class K3sClusterTests(RealEngine engine) : IClassFixture<RealEngine>
{
    private const string Simulated = "real";
    private const string Taints = "{.spec.taints[0].key}={.spec.taints[0].value}:{.spec.taints[0].effect}";

    /// <summary>Of this run only: a run that was killed leaves its network behind.</summary>
    private static readonly string Network = $"10.44.{(Environment.ProcessId % 250) + 1}";

    [EngineFact]
    public async Task Up_CreatesTheClusterAndDeploysToIt_UpgradesItInTurn_AndDestroyLeavesNothing()
    {
        await using var sandbox = Sandbox.OfRepository();
        (await sandbox.InfraAsync("cluster", "start", "--name", Simulated)).ShouldSucceed();
        foreach (var pool in (string[])["server", "general"])
        {
            (await sandbox.InfraAsync("cluster", "node-pool", "add", pool, "--nodes", "1", "--name", Simulated)).ShouldSucceed();
        }

        await using var relay = new PortRelay(await FindPortAsync(sandbox));
        await StandInImages.ImportAsync(engine, ["v1.36.2-k3s1", "v1.37.0-k3s1"], $"{Network}.1", relay.Port);
        await WriteStackAsync(sandbox, "v1.36.2-k3s1");
        var token = await InitializeAsync(sandbox);

        Assert.Matches(@"Container\s+server-1", (await RunAsync(sandbox, "preview")).ShouldSucceed().Output);
        Assert.Empty(await engine.ListObjectsAsync());

        await ReportVersionAsync(sandbox, "v1.36.2+k3s1");
        (await RunAsync(sandbox, "up", "--yes")).ShouldSucceed();
        Assert.Superset(
            new HashSet<string> { "/shop-prod-server-1", "/shop-prod-general-1", "/shop-prod-load-balancer", "shop-prod-server-1-k3s" },
            (await engine.ListObjectsAsync()).ToHashSet()
        );
        Assert.Equal("web", await ReadAsync(sandbox, "node", "general-1", "{.metadata.labels.tier}"));
        Assert.Equal("tier=web:NoSchedule", await ReadAsync(sandbox, "node", "general-1", Taints));
        Assert.Equal("1", await ReadAsync(sandbox, "deployment", "catalog", "{.status.readyReplicas}"));
        foreach (var container in (string[])["server-1", "general-1", "load-balancer"])
        {
            var inspected = (await engine.Client.GetAsync($"/containers/shop-prod-{container}/json", default)).ToJsonString();
            Assert.DoesNotContain(token, inspected, StringComparison.Ordinal);
            Assert.DoesNotContain("PRIVATE KEY", inspected, StringComparison.Ordinal);
        }

        (await RunAsync(sandbox, "preview", "--expect-no-changes")).ShouldSucceed();

        await WriteStackAsync(sandbox, "v1.38.0-k3s1");
        var refused = await RunAsync(sandbox, "preview");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("v1.38.0-k3s1 skips a minor version", refused.Output + refused.Errors, StringComparison.Ordinal);

        await WriteStackAsync(sandbox, "v1.37.0-k3s1", "");
        await ReportVersionAsync(sandbox, "v1.37.0+k3s1");
        (await RunAsync(sandbox, "up", "--yes")).ShouldSucceed();
        Assert.Equal("", await ReadAsync(sandbox, "node", "general-1", "{.spec.taints}"));
        Assert.Contains(
            "k3s:v1.37.0-k3s1",
            (await engine.Client.GetAsync("/containers/shop-prod-general-1/json", default)).ToJsonString(),
            StringComparison.Ordinal
        );

        await KeepNodeOfEtcdAsync(sandbox);
        (await RunAsync(sandbox, "destroy", "--yes")).ShouldSucceed();
        Assert.Empty(await engine.ListObjectsAsync());
    }

    private readonly int _port = FindFreePort();
    private string _credentials = "";

    private async Task WriteStackAsync(Sandbox sandbox, string version, string taints = "{key: tier, value: web}")
    {
        await File.WriteAllTextAsync(
            Path.Combine(sandbox.Directory, "stacks", "services.yaml"),
            """
            name: shop
            sizes: {small: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}}
            services: {catalog: {image: "shop/catalog:1", port: 8080}}
            """
        );
        await File.WriteAllTextAsync(
            sandbox.StackFile("prod"),
            $$"""
            config:
              infra:faultTolerance: development
              infra:cluster:
                kind: k3s
                version: {{version}}
                privileged: false
                data: disposable
                subnet: {{Network}}.0/24
                loadBalancer: {port: {{_port}}}
                pools: {general: {count: 1, labels: {tier: web}, taints: [{{taints}}] } }
            {{_credentials}}
            """
        );
    }

    /// <summary>Gives the cluster the simulated one's authority, whose certificate its API has.</summary>
    private async Task<string> InitializeAsync(Sandbox sandbox)
    {
        var folder = Path.Combine(sandbox.Directory, ".infra", "clusters", Simulated);
        var authority =
            await File.ReadAllTextAsync(Path.Combine(folder, "ca.crt"))
            + "\n"
            + await File.ReadAllTextAsync(Path.Combine(folder, "ca.key"));
        foreach (var name in (string[])["server", "client", "requestHeader", "etcdServer", "etcdPeer"])
        {
            (
                await RunAsync(sandbox, "config", "set", "--secret", "--path", $"infra:cluster.credentials.{name}", "--", authority)
            ).ShouldSucceed();
        }

        (await RunAsync(sandbox, "cluster", "init")).ShouldSucceed();
        var written = await File.ReadAllTextAsync(sandbox.StackFile("prod"));
        _credentials = written[written.IndexOf("    credentials:", StringComparison.Ordinal)..];
        return (await RunAsync(sandbox, "config", "get", "--path", "infra:cluster.credentials.token")).ShouldSucceed().Output.Trim();
    }

    /// <summary>Lets the simulated nodes report a version, as kubelets do when they start.</summary>
    private static async Task ReportVersionAsync(Sandbox sandbox, string version)
    {
        foreach (var node in (string[])["server-1", "general-1"])
        {
            (
                await sandbox.KubectlOnAsync(
                    Simulated,
                    "patch",
                    "node",
                    node,
                    "--subresource=status",
                    "--type=merge",
                    $"--patch={{\"status\":{{\"nodeInfo\":{{\"kubeletVersion\":\"{version}\"}}}}}}"
                )
            ).ShouldSucceed();
        }
    }

    /// <summary>Lets the server's Node wait for its member to leave etcd, which the last one cannot.</summary>
    private static async Task KeepNodeOfEtcdAsync(Sandbox sandbox) =>
        (
            await sandbox.KubectlOnAsync(
                Simulated,
                "patch",
                "node",
                "server-1",
                "--type=merge",
                "--patch={\"metadata\":{\"finalizers\":[\"wrangler.cattle.io/managed-etcd-controller\"]}}"
            )
        ).ShouldSucceed();

    private static async Task<string> ReadAsync(Sandbox sandbox, string kind, string name, string path) =>
        (await sandbox.KubectlOnAsync(Simulated, "get", kind, name, "--namespace=shop", $"--output=jsonpath={path}"))
            .ShouldSucceed()
            .Output;

    private static async Task<int> FindPortAsync(Sandbox sandbox)
    {
        var kubeconfig = await File.ReadAllTextAsync(Path.Combine(sandbox.Directory, ".infra", "clusters", Simulated, "kubeconfig"));
        return int.Parse(Server().Match(kubeconfig).Groups["port"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<CommandResult> RunAsync(Sandbox sandbox, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Address };
        string[] command =
        [
            BuildFacts.CliAssembly,
            .. arguments[..1],
            .. arguments[1..].TakeWhile(argument => argument != "--"),
            "--stack",
            "prod",
        ];
        return await sandbox.RunAsync("dotnet", [.. command, .. arguments.SkipWhile(argument => argument != "--")], environment);
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("server: https://[^:]+:(?<port>[0-9]+)")]
    private static partial Regex Server();
}
