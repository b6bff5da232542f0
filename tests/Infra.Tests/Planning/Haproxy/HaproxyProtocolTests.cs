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

    [Theory]
    [InlineData("port: 80, health: {path: /up}", "check inter 5000ms rise 2 fall 3", "uri /up ver HTTP/1.1 hdr Host web")]
    [InlineData(
        "port: {container: 8079, service: 80}, health: {path: /up, port: 8081, headers: {Host: shop.example.com, X-A: 5%}}",
        ":8079 ",
        "port 8081 check-proto h1",
        "hdr Host shop.example.com hdr X-A 5%%"
    )]
    [InlineData(
        "ports: {http: 80, admin: {container: 9901, protocol: http2}}, health: {port: admin, readiness: {successes: 4}}",
        "rise 4 ",
        "port 9901 check-proto h2",
        "uri http://web/healthz ver HTTP/2"
    )]
    [InlineData("ports: {http: 80, rpc: {container: 9090, protocol: grpc}}, health: {port: rpc}", "fall 3 port 9090\n")]
    [InlineData("port: 80, health: {scheme: https}", "fall 3 check-ssl verify none\n", "uri /healthz")]
    public async Task TheCheck_IsThatOfTheReadinessProbe(string settings, params string[] expected)
    {
        var configuration = await HaproxyProcess.CreateConfigurationAsync(
            $"web: {{image: \"w:1\", traffic: {{hosts: [shop.example.com]}}, {settings}}}"
        );

        Assert.All(expected, text => Assert.Contains(text, configuration, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABackup_IsCheckedAtItsOwnPort()
    {
        var configuration = await HaproxyProcess.CreateConfigurationAsync(
            """
            web: {image: "w:1", port: 80, traffic: {hosts: [shop.example.com], failover: spare}, health: {port: 8081}}
            spare: {image: "s:1", port: 8000, health: {port: 8001}}
            """
        );

        Assert.Contains(configuration.Split('\n'), line =>
            line.Contains("spare-pods", StringComparison.Ordinal)
            && line.EndsWith("port 8001 check-proto h1 backup", StringComparison.Ordinal)
        );
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
