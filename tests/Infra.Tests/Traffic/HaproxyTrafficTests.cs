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

    private static string Web(string traffic, string detectWithin = "1m") =>
        $"web: {{image: \"w:1\", port: 80, health: {{detectWithin: {detectWithin}}}, traffic: {{hosts: [shop.example.com]{traffic}}}}}";

    private static async Task<List<string>> AskAsync(HaproxyProcess haproxy, int times)
    {
        var answers = new List<string>(times);
        for (var i = 0; i < times; i++)
        {
            answers.Add(await haproxy.AskAsync());
        }

        return answers;
    }

    private sealed class Pods(int count) : IDisposable
    {
        public IReadOnlyList<Pod> All { get; } = [.. Enumerable.Range(0, count).Select(at => Pod.Started($"pod{at}"))];

        public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, count).Select(at => $"pod{at}")];

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
