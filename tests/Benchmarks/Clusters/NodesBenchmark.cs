using System.Diagnostics;
using System.Globalization;
using Benchmarks.Commands;
using Benchmarks.Measuring;
using Engine.Tests.Docker.Fakes;

namespace Benchmarks.Clusters;

/// <summary>
/// Measures an update without a change of a stack that creates its cluster of three servers and three agents, beside the same stack on a
/// cluster that exists. The Docker engine is a fake; the API is that of a simulated cluster with nodes of the same names.
/// </summary>
internal static class NodesBenchmark
{
    private const int Runs = 7;
    private const int NodesOfPool = 3;
    private const string Stack = "dev";
    private const string Version = "v1.36.2";

    private static readonly string[] Pools = ["server", "general"];
    private static readonly string[] Authorities = ["server", "client", "requestHeader", "etcdServer", "etcdPeer"];

    public static async Task<Report> RunAsync()
    {
        await using var engine = await FakeEngine.StartAsync();
        foreach (var image in (string[])[$"docker.io/rancher/k3s:{Version}-k3s1", "docker.io/library/haproxy:3.0"])
        {
            engine.Objects.Images[image] = FakeObjects.Image(image, '1');
        }

        await using var project = new TemporaryProject();
        var cluster = Path.Combine(project.Folder, ".infra", "clusters", Stack);
        project.Set("DOCKER_HOST", engine.Address);
        project.Set("KUBECONFIG", Path.Combine(cluster, "kubeconfig"));
        await project.InfraAsync("cluster", "start", "--name", Stack);
        foreach (var pool in Pools)
        {
            await project.InfraAsync("cluster", "node-pool", "add", pool, "--nodes", $"{NodesOfPool}", "--name", Stack);
            await ReportVersionAsync(project, pool);
        }

        var report = new Report("`up` without a change", "Wall", "CPU", "Peak memory");
        Write(project, "{kind: existing}");
        Add("a cluster that exists", await MeasureAsync(project));
        await project.InfraAsync("destroy", "--stack", Stack, "--yes");

        var port = new Uri((await KubectlAsync(project, "config", "view", "--output=jsonpath={.clusters[0].cluster.server}")).Trim()).Port;
        Write(
            project,
            $"{{kind: k3s, version: {Version}-k3s1, servers: {NodesOfPool}, loadBalancer: {{port: {port}}}, pools: {{general: {NodesOfPool}}}}}"
        );
        await InitializeAsync(project, cluster);
        Add("a cluster of six nodes that the stack creates", await MeasureAsync(project));
        return report;

        void Add(string what, IReadOnlyList<MeasuredProcess> runs) =>
            report.Add(
                what,
                Report.Seconds(Report.Median(runs.Select(run => run.Wall))),
                Report.Seconds(Report.Median(runs.Select(run => run.Cpu))),
                Report.Megabytes(runs.Max(run => run.PeakBytes))
            );
    }

    private static async Task<List<MeasuredProcess>> MeasureAsync(TemporaryProject project)
    {
        await project.InfraAsync("up", "--stack", Stack, "--yes", "--skip-preview");
        List<MeasuredProcess> runs = [];
        for (var i = 0; i < Runs; i++)
        {
            runs.Add(await project.InfraAsync("up", "--stack", Stack, "--yes", "--skip-preview", "--expect-no-changes"));
        }

        return runs;
    }

    private static void Write(TemporaryProject project, string cluster) =>
        project.Write(
            "name: shop\nsizes: {small: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 32Mi}}}\n"
                + "services: {web: {image: \"shop/web:1\", port: 8080}}\n",
            $"config:\n  infra:faultTolerance: development\n  infra:monitoring: {{mode: off}}\n  infra:cluster: {cluster}\n"
        );

    /// <summary>Gives the cluster the simulated one's authority, whose certificate its API has.</summary>
    private static async Task InitializeAsync(TemporaryProject project, string folder)
    {
        var certificate = await File.ReadAllTextAsync(Path.Combine(folder, "ca.crt"));
        var authority = $"{certificate}\n{await File.ReadAllTextAsync(Path.Combine(folder, "ca.key"))}";
        foreach (var name in Authorities)
        {
            var setting = $"infra:cluster.credentials.{name}";
            await project.InfraAsync("config", "set", "--secret", "--stack", Stack, "--path", setting, "--", authority);
        }

        await project.InfraAsync("cluster", "init", "--stack", Stack);
    }

    /// <summary>Lets the simulated nodes report K3s' version, as its kubelets do.</summary>
    private static async Task ReportVersionAsync(TemporaryProject project, string pool)
    {
        for (var i = 1; i <= NodesOfPool; i++)
        {
            await KubectlAsync(
                project,
                "patch",
                "node",
                string.Create(CultureInfo.InvariantCulture, $"{pool}-{i}"),
                "--subresource=status",
                "--type=merge",
                $"--patch={{\"status\":{{\"nodeInfo\":{{\"kubeletVersion\":\"{Version}+k3s1\"}}}}}}"
            );
        }
    }

    private static async Task<string> KubectlAsync(TemporaryProject project, params string[] arguments)
    {
        var kubeconfig = Path.Combine(project.Folder, ".infra", "clusters", Stack, "kubeconfig");
        using var process = Process.Start(
            new ProcessStartInfo("kubectl", ["--kubeconfig", kubeconfig, .. arguments]) { RedirectStandardOutput = true }
        )!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"kubectl {arguments[0]} exited with {process.ExitCode}");
    }
}
