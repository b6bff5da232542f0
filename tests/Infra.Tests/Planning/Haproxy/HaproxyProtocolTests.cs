using System.Net;
using System.Net.Http.Headers;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>HTTP/2, gRPC and TLS through a real HAProxy.</summary>
[Collection(HaproxyCollection.Name)]
public class HaproxyProtocolTests
{
    [HaproxyFact]
    public async Task Http2_IsUsedToPods_AndToClientsThatUseIt()
    {
        await using var pod = await Http2Pod.StartAsync("pod0");
        await using var haproxy = await StartAsync(Catalogue.Web(", protocol: http2", detectWithin: "1s"), pod);

        await haproxy.UntilAsync(_ => Task.FromResult(pod.HealthChecks > 1));
        Assert.Equal("pod0 HTTP/2 http", await haproxy.AskAsync());
        using var answer = await haproxy.Client.SendAsync(Request(HttpVersion.Version20));
        Assert.Equal((HttpVersion.Version20, "pod0 HTTP/2 http"), (answer.Version, await answer.Content.ReadAsStringAsync()));
    }

    [HaproxyFact]
    public async Task Grpc_KeepsItsTrailers()
    {
        await using var pod = await Http2Pod.StartAsync("pod0");
        await using var haproxy = await StartAsync(Catalogue.Web(", protocol: grpc, paths: [/shop.Orders]"), pod);
        using var call = Request(HttpVersion.Version20, HttpMethod.Post, "/shop.Orders/Get");
        call.Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };

        using var answer = await haproxy.Client.SendAsync(call);
        await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal("application/grpc", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("0", Assert.Single(answer.TrailingHeaders.GetValues("grpc-status")));
        Assert.Equal("404", await haproxy.AskAsync("/shop.OrdersOfOthers/Get"));
    }

    [HaproxyFact]
    public async Task WithACertificate_ItAcceptsTls_AndOffersHttp2()
    {
        using var pods = new Pods(1);
        var configuration = await HaproxyProcess.CreateConfigurationAsync(Catalogue.Web(""), TlsHaproxy.Settings);
        await using var tls = new TlsHaproxy(HaproxyProcess.InFrontOf(configuration, pods));

        Assert.Equal((HttpVersion.Version20, "pod0"), await tls.AskAsync(HttpVersion.Version20));
        Assert.Equal((HttpVersion.Version11, "pod0"), await tls.AskAsync(HttpVersion.Version11));
    }

    [HaproxyFact]
    public async Task WithACertificate_Http2PodsAreReachedWithoutTls_AndWithTheSchemeHttp()
    {
        await using var pod = await Http2Pod.StartAsync("pod0");
        var configuration = await HaproxyProcess.CreateConfigurationAsync(Catalogue.Web(", protocol: grpc"), TlsHaproxy.Settings);
        await using var tls = new TlsHaproxy(HaproxyProcess.InFrontOf(configuration, ("pod", [("pod0", pod.Port)])));

        Assert.Equal((HttpVersion.Version20, "pod0 HTTP/2 http"), await tls.AskAsync(HttpVersion.Version20));
    }

    private static async Task<HaproxyProcess> StartAsync(string services, Http2Pod pod)
    {
        var haproxy = HaproxyProcess.Start(
            HaproxyProcess.InFrontOf(await HaproxyProcess.CreateConfigurationAsync(services), ("pod", [("pod0", pod.Port)]))
        );
        await haproxy.UntilAsync(async client => (await client.GetAsync("/.load-balancer/health")).IsSuccessStatusCode);
        return haproxy;
    }

    private static HttpRequestMessage Request(Version version, HttpMethod? method = null, string path = "/") =>
        new(method ?? HttpMethod.Get, path)
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Host = "shop.example.com" },
        };
}
