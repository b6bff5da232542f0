using System.Diagnostics;

namespace Infra.Tests.Traffic;

[CollectionDefinition(nameof(HaproxyTrafficTests), DisableParallelization = true)]
[Collection(nameof(HaproxyTrafficTests))]
public class HaproxyTrafficTests
{
    private const int Requests = 300;

    [HaproxyFact]
    public async Task EveryConfiguration_IsOneHaproxyTakes()
    {
        var configuration = await HaproxyProcess.ConfigurationOf("""
            a: {image: "a:1", port: 80, traffic: {hosts: [shop.example.com, "*.example.org"]}}
            b: {image: "b:1", port: 80, traffic: {hosts: [shop.example.com], paths: [/b, /b/c], algorithm: clientIp, maxConnections: 5, ejectAfter: 3}}
            c: {image: "c:1", port: 80, traffic: {hosts: [c.example.com], algorithm: random, protocol: grpc}}
            e: {image: "e:1", port: 80, traffic: {hosts: [e.example.com], algorithm: weighted, failover: a}, versions: {canary: {weight: 10}, green: {weight: 20}}}
            d: {image: "d:1", port: 80, traffic: {hosts: [d.example.com], algorithm: leastRequest, protocol: http2, retries: 0}}
            """);

        Assert.Equal("", await HaproxyProcess.CheckAsync(configuration));
    }

    [HaproxyFact]
    public async Task RoundRobin_IsEven()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(Web(""), pods.Ports);

        var answers = await AskAsync(haproxy, Requests);

        Assert.All(pods.Names, name => Assert.InRange(answers.Count(answer => answer == name), (Requests / 3) - 1, (Requests / 3) + 1));
    }

    [HaproxyFact]
    public async Task ClientIp_SticksToOnePod()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(Web(", algorithm: clientIp"), pods.Ports);

        Assert.Single((await AskAsync(haproxy, 50)).Distinct());
    }

    [HaproxyFact]
    public async Task Paths_LeadToTheirServices()
    {
        using var pods = new Pods(1);
        await using var haproxy = await HaproxyProcess.StartAsync(Web(", paths: [/api]"), pods.Ports);

        Assert.Equal("pod0", await haproxy.AskAsync("/api/orders"));
        Assert.Equal("pod0", await haproxy.AskAsync("/api"));
        Assert.Equal("404", await haproxy.AskAsync("/apis"));
    }

    [HaproxyFact]
    public async Task AKilledPod_CostsNoRequest_IsOutInTime_AndComesBack()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(Web("", detectWithin: "3s"), pods.Ports);
        await AskAsync(haproxy, 30);

        pods.All[1].Kill();
        var killed = Stopwatch.StartNew();
        var detection = TimeSpan.FromSeconds(3);
        while (killed.Elapsed < detection)
        {
            Assert.Contains(await haproxy.AskAsync(), pods.Names);
        }

        Assert.DoesNotContain("pod1", await AskAsync(haproxy, 30));
        pods.All[1].Start();
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "pod1");
    }

    [HaproxyFact]
    public async Task Weights_AreKeptWithinThreePercent()
    {
        foreach (var (weight, canaries) in ((int, int)[])[(10, 1), (25, 1), (50, 3)])
        {
            using var stable = new Pods(3);
            using var canary = new Pods(canaries, "canary");
            await using var haproxy = await HaproxyProcess.StartAsync(
                Web(", algorithm: weighted", settings: $", replicas: 3, versions: {{canary: {{tag: \"2\", weight: {weight}}}}}"),
                new Dictionary<string, IReadOnlyList<int>> { ["pod"] = stable.Ports, ["canary"] = canary.Ports });

            var answers = await AskAsync(haproxy, Requests);

            var share = 100.0 * answers.Count(canary.Names.Contains) / Requests;
            Assert.InRange(share, weight - 3, weight + 3);
        }
    }

    [HaproxyFact]
    public async Task AVersionOfWeightNothing_GetsNothing()
    {
        using var stable = new Pods(1);
        using var green = new Pods(1, "green");
        await using var haproxy = await HaproxyProcess.StartAsync(
            Web("", settings: ", versions: {green: {tag: \"2\", weight: 0}}"),
            new Dictionary<string, IReadOnlyList<int>> { ["pod"] = stable.Ports, ["green"] = green.Ports });

        Assert.Equal(["pod0"], (await AskAsync(haproxy, 30)).Distinct());
    }

    [HaproxyFact]
    public async Task APodThatFailsRequests_IsEjected()
    {
        using var pods = new Pods(3);
        pods.All[1].IsBroken = true;
        await using var haproxy = await HaproxyProcess.StartAsync(Web(", ejectAfter: 3"), pods.Ports);

        var answers = await AskAsync(haproxy, Requests);

        Assert.Equal(3, answers.Count(answer => answer == "500"));
        Assert.DoesNotContain("500", answers.TakeLast(Requests / 2));
    }

    [HaproxyFact]
    public async Task WhenAllPodsAreGone_TheBackupTakesOver_UntilOneIsBack()
    {
        using var pods = new Pods(1);
        using var spare = new Pods(1, "backup");
        await using var haproxy = await HaproxyProcess.StartAsync(
            $"{Web(", failover: spare", detectWithin: "3s")}\nspare: {{image: \"s:1\", port: 80}}",
            new Dictionary<string, IReadOnlyList<int>> { ["pod"] = pods.Ports, ["backup"] = spare.Ports });
        Assert.Equal(["pod0"], (await AskAsync(haproxy, 30)).Distinct());

        pods.All[0].Kill();
        var killed = Stopwatch.StartNew();
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "backup0");
        Assert.InRange(killed.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(["backup0"], (await AskAsync(haproxy, 30)).Distinct());

        pods.All[0].Start();
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "pod0");
        Assert.Equal(["pod0"], (await AskAsync(haproxy, 30)).Distinct());
    }

    private static string Web(string traffic, string detectWithin = "1m", string settings = "") =>
        $"web: {{image: \"w:1\", port: 80, health: {{detectWithin: {detectWithin}}}, traffic: {{hosts: [shop.example.com]{traffic}}}{settings}}}";

    private static async Task<List<string>> AskAsync(HaproxyProcess haproxy, int times)
    {
        var answers = new List<string>(times);
        for (var i = 0; i < times; i++)
        {
            answers.Add(await haproxy.AskAsync());
        }

        return answers;
    }

    private sealed class Pods(int count, string prefix = "pod") : IDisposable
    {
        public IReadOnlyList<Pod> All { get; } = [.. Enumerable.Range(0, count).Select(at => Pod.Started($"{prefix}{at}"))];

        public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, count).Select(at => $"{prefix}{at}")];

        public IReadOnlyList<int> Ports => [.. All.Select(pod => pod.Port)];

        public void Dispose()
        {
            foreach (var pod in All)
            {
                pod.Dispose();
            }
        }
    }
}
