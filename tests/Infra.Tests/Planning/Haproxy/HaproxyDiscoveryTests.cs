using System.Net;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>A real HAProxy finds pods by the names of their headless Services.</summary>
[Collection(HaproxyCollection.Name)]
public class HaproxyDiscoveryTests
{
    private const string Name = "web-pods.shop.svc.cluster.local";

    [HaproxyFact]
    public async Task Pods_AreAddedAndRemovedWithTheirDnsRecords()
    {
        var port = HaproxyProcess.FreePort();
        using var nameserver = new Nameserver();
        using var first = Started("first", "127.0.0.2", port);
        using var second = Started("second", "127.0.0.3", port);
        var configuration = await HaproxyProcess.CreateConfigurationAsync(Catalogue.Web("", settings: ", replicas: 2", port: port));
        await using var haproxy = HaproxyProcess.Start(
            configuration.Replace("parse-resolv-conf", $"nameserver test 127.0.0.1:{nameserver.Port}", StringComparison.Ordinal)
        );

        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "503");
        nameserver.Set(Name, IPAddress.Parse("127.0.0.2"));
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "first");
        nameserver.Set(Name, IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.3"));
        await haproxy.UntilAsync(async _ => await haproxy.AskAsync() == "second");
        Assert.Equal(["first", "second"], (await haproxy.AskAsync(10)).Distinct().Order());
        nameserver.Set(Name, IPAddress.Parse("127.0.0.3"));
        await haproxy.UntilAsync(async _ => (await haproxy.AskAsync(10)).All(answer => answer == "second"));
    }

    private static Pod Started(string name, string address, int port)
    {
        var pod = new Pod(name, IPAddress.Parse(address), port);
        pod.Start();
        return pod;
    }
}
