using System.Diagnostics;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>Requests through a real HAProxy to test servers.</summary>
[Collection(HaproxyCollection.Name)]
public class HaproxyTrafficTests
{
    private const int Requests = 300;

    [HaproxyFact]
    public async Task RoundRobin_IsEven()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(""), pods);

        var answers = await haproxy.AskAsync(Requests);

        Assert.All(pods.Names, name => Assert.InRange(answers.Count(answer => answer == name), (Requests / 3) - 1, (Requests / 3) + 1));
    }

    [HaproxyFact]
    public async Task Random_ReachesAll()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(", algorithm: random"), pods);

        // Each is missed by all requests once in 10^52 runs.
        Assert.Equal(pods.Names, (await haproxy.AskAsync(Requests)).Distinct().Order());
    }

    [HaproxyFact]
    public async Task LeastRequest_AvoidsTheBusyPod()
    {
        using var pods = new Pods(2);
        pods.All[0].Behaviour = PodBehaviour.Waiting;
        pods.All[1].Behaviour = PodBehaviour.Waiting;
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(", algorithm: leastRequest"), pods);
        var waiting = haproxy.AskAsync();
        await Task.WhenAny(pods.All.Select(pod => pod.Requested));
        var (busy, free) = pods.All[0].Requests == 1 ? (pods.All[0], pods.All[1]) : (pods.All[1], pods.All[0]);
        free.Behaviour = PodBehaviour.Healthy;

        Assert.Equal([free.Name], (await haproxy.AskAsync(20)).Distinct());
        busy.Answer.SetResult();
        Assert.Equal(busy.Name, await waiting);
    }

    [HaproxyFact]
    public async Task MaxConnections_QueuesFurtherRequests()
    {
        using var pods = new Pods(1);
        pods.All[0].Behaviour = PodBehaviour.Waiting;
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(", maxConnections: 2"), pods);

        var asked = Enumerable.Range(0, 5).Select(_ => haproxy.AskAsync()).ToArray();
        await haproxy.UntilAsync(async client =>
        {
            var metrics = await client.GetStringAsync(haproxy.MetricsAddress);
            return metrics.Contains("haproxy_backend_current_queue{proxy=\"web\"} 3", StringComparison.Ordinal);
        });
        Assert.Equal(2, pods.All[0].Requests);

        pods.All[0].Answer.SetResult();
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal("pod0", answer));
    }

    [HaproxyFact]
    public async Task ClientIp_UsesOnePod()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(", algorithm: clientIp"), pods);

        Assert.Single((await haproxy.AskAsync(50)).Distinct());
    }

    [HaproxyFact]
    public async Task ClientIp_WithoutStickyFor_ReturnsToItsPod()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(", algorithm: clientIp", detectWithin: "2s"), pods);

        var first = await haproxy.AskAsync();
        await MoveFromAsync(first, pods, haproxy);
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == first);
    }

    [HaproxyFact]
    public async Task ClientIp_WithStickyFor_StaysWithThePod_UntilTheTimeIsOver()
    {
        using var pods = new Pods(3);
        await using var haproxy = await HaproxyProcess.StartAsync(
            Catalogue.Web(", algorithm: clientIp, stickyFor: 3s", detectWithin: "2s"),
            pods
        );

        var first = await haproxy.AskAsync();
        var second = await MoveFromAsync(first, pods, haproxy);
        await UntilUpAsync(first, haproxy);
        Assert.Equal([second], (await haproxy.AskAsync(50)).Distinct());

        // The stick table expires by HAProxy's own clock.
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        Assert.Equal(first, await haproxy.AskAsync());
    }

    [HaproxyFact]
    public async Task Paths_LeadToTheirServices()
    {
        using var pods = new Pods(1);
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(", paths: [/api]"), pods);

        Assert.Equal("pod0", await haproxy.AskAsync("/api/orders"));
        Assert.Equal("pod0", await haproxy.AskAsync("/api"));
        Assert.Equal("404", await haproxy.AskAsync("/apis"));
    }

    [HaproxyFact]
    public async Task Metrics_CountRequests()
    {
        using var pods = new Pods(1);
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(""), pods);
        await haproxy.AskAsync(7);

        var metrics = await haproxy.Client.GetStringAsync(haproxy.MetricsAddress);

        Assert.Contains("haproxy_backend_http_responses_total{proxy=\"web\",code=\"2xx\"} 7", metrics, StringComparison.Ordinal);
    }

    [HaproxyFact]
    public async Task WhenItStops_OpenRequestsAreFinished()
    {
        using var pods = new Pods(1);
        pods.All[0].Behaviour = PodBehaviour.Waiting;
        await using var haproxy = await HaproxyProcess.StartAsync(Catalogue.Web(""), pods);
        var waiting = haproxy.AskAsync();
        await pods.All[0].Requested;

        var ending = haproxy.EndAsync();
        await haproxy.UntilAsync(_ => IsClosedAsync(haproxy.Port));
        pods.All[0].Answer.SetResult();

        Assert.Equal("pod0", await waiting);
        await ending;
    }

    private static async Task<string> MoveFromAsync(string name, Pods pods, HaproxyProcess haproxy)
    {
        var pod = pods.All.Single(pod => pod.Name == name);
        pod.Kill();
        await haproxy.UntilAsync(async client => !await IsUpAsync(name, haproxy, client));
        var next = await haproxy.AskAsync();
        Assert.NotEqual(name, next);
        pod.Start();
        return next;
    }

    private static async Task UntilUpAsync(string name, HaproxyProcess haproxy) =>
        await haproxy.UntilAsync(async client =>
        {
            await haproxy.AskAsync();
            return await IsUpAsync(name, haproxy, client);
        });

    private static async Task<bool> IsUpAsync(string name, HaproxyProcess haproxy, HttpClient client) =>
        (await client.GetStringAsync(haproxy.MetricsAddress)).Contains(
            $"haproxy_server_status{{proxy=\"web\",server=\"{name}\",state=\"UP\"}} 1",
            StringComparison.Ordinal
        );

    private static async Task<bool> IsClosedAsync(int port)
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }
}
