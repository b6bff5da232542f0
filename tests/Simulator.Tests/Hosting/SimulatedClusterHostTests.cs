using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Hosting;

public sealed class SimulatedClusterHostTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Request_WithTheKubeconfigsCredentials_Succeeds()
    {
        await using var host = await StartAsync();
        using var client = Client(host, out _);

        var namespaces = JsonNode.Parse(await client.GetStringAsync(new Uri("/api/v1/namespaces", UriKind.Relative)));

        Assert.Equal("NamespaceList", (string?)namespaces!["kind"]);
        Assert.Equal(IPAddress.Loopback.ToString(), host.Address.Host);
    }

    [Fact]
    public async Task Request_WithoutTheToken_IsUnauthorized()
    {
        await using var host = await StartAsync();
        using var client = Client(host, out _);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");

        var answer = await client.GetAsync(new Uri("/api/v1/secrets", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Unauthorized", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["reason"]);
    }

    [Fact]
    public async Task Create_DryRunOfAService_ShowsTheAllocationsOfARealCluster()
    {
        await using var host = await StartAsync();
        using var client = Client(host, out _);
        const string Service =
            """{"metadata":{"name":"web"},"spec":{"type":"NodePort","ports":[{"name":"a","port":80},{"name":"b","port":81}]}}""";
        using var body = new StringContent(Service, Encoding.UTF8, "application/json");

        var answer = await client.PostAsync(new Uri("/api/v1/namespaces/default/services?dryRun=All", UriKind.Relative), body);

        var spec = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["spec"]!;
        Assert.Equal("10.96.0.0", (string?)spec["clusterIP"]);
        Assert.Equal([32_769, 32_770], spec["ports"]!.AsArray().Select(port => (int)port!["nodePort"]!));
        Assert.Null(host.Client.Find(GroupResource.Services, "default", "web"));
    }

    [Theory]
    [InlineData("exec")]
    [InlineData("attach")]
    [InlineData("portforward")]
    public async Task Exec_AndSimilar_AreNotImplemented(string subresource)
    {
        await using var host = await StartAsync();
        using var client = Client(host, out _);
        host.Client.Create(
            GroupResource.ServiceAccounts,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = "default" },
            }
        );
        host.Client.Create(
            GroupResource.Pods,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = "default" },
                ["spec"] = new JsonObject
                {
                    ["serviceAccountName"] = "web",
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "nginx" }),
                },
            }
        );

        var answer = await client.PostAsync(new Uri($"/api/v1/namespaces/default/pods/web/{subresource}", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Contains("simulated pods run no program", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["message"]);
    }

    [Fact]
    public async Task Log_OfARunningContainer_IsText()
    {
        await using var host = await StartAsync();
        using var client = Client(host, out _);
        host.Client.Create(
            GroupResource.ServiceAccounts,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = "default" },
            }
        );
        var pod = host
            .Client.Create(
                GroupResource.Pods,
                new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["name"] = "web",
                        ["namespace"] = "default",
                        ["annotations"] = new JsonObject { ["fake/logs"] = "one\ntwo\nthree" },
                    },
                    ["spec"] = new JsonObject
                    {
                        ["nodeName"] = "node-1",
                        ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "nginx" }),
                    },
                }
            )
            .Copy();
        pod["status"] = JsonNode.Parse(
            """{"phase":"Running","containerStatuses":[{"name":"c","state":{"running":{"startedAt":"2026-01-05T12:00:00Z"}}}]}"""
        );
        host.Client.UpdateStatus(GroupResource.Pods, pod);
        var log = new Uri("/api/v1/namespaces/default/pods/web/log?tailLines=2&timestamps=true", UriKind.Relative);

        using var answer = await client.GetAsync(log);

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            "2026-01-05T12:00:00.000000000Z two\n2026-01-05T12:00:00.000000000Z three\n",
            await answer.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task Start_AfterAStop_KeepsObjectsPortAndToken()
    {
        Uri address;
        string token;
        string uid;
        await using (var first = await StartAsync())
        {
            using var client = Client(first, out token);
            address = first.Address;
            uid = first.Client.Create(GroupResource.ConfigMaps, ConfigMap("kept")).Uid;
            first.Client.Create(GroupResource.ConfigMaps, ConfigMap("removed"));
            first.Client.Delete(GroupResource.ConfigMaps, "default", "removed");
        }

        await using var second = await StartAsync();
        using var again = Client(second, out var sameToken);

        Assert.Equal((address, token), (second.Address, sameToken));
        Assert.Equal(uid, second.Client.Get(GroupResource.ConfigMaps, "default", "kept").Uid);
        Assert.Null(second.Client.Find(GroupResource.ConfigMaps, "default", "removed"));
    }

    [Fact]
    public async Task Start_TheJournalsLastLineIsTruncated_KeepsTheLinesBefore()
    {
        await using (var first = await StartAsync())
        {
            first.Client.Create(GroupResource.ConfigMaps, ConfigMap("kept"));
        }

        await File.AppendAllTextAsync(
            Directory.GetFiles(_directory, "state.journal.*").Single(),
            """01234567 {"version":99,"group":"","resource":"confi"""
        );

        await using var second = await StartAsync();

        Assert.NotNull(second.Client.Find(GroupResource.ConfigMaps, "default", "kept"));
    }

    [Fact]
    public async Task Start_AlreadyRunning_Throws()
    {
        await using var host = await StartAsync();

        var refused = await Assert.ThrowsAsync<IOException>(StartAsync);

        Assert.Contains("is running already", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_TheKubeconfigCannotBeWritten_StopsTheServer()
    {
        var obstacle = Path.Combine(_directory, "kubeconfig");
        Directory.CreateDirectory(obstacle);
        var port = FreePort();

        var failure = await Record.ExceptionAsync(() => StartAsync(port));

        Assert.True(failure is IOException or UnauthorizedAccessException, failure?.ToString() ?? "The cluster started.");
        Directory.Delete(obstacle);
        await using var second = await StartAsync(port);
        Assert.Equal(port, second.Address.Port);
    }

    [Fact]
    public async Task Start_FilesWithCredentialsOrState_AreReadableByTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var host = await StartAsync();

        foreach (var pattern in (string[])["kubeconfig", "cluster.json", "server.key", "state.journal.*", "state.snapshot"])
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Directory.GetFiles(_directory, pattern).Single())
            );
        }
    }

    private Task<SimulatedClusterHost> StartAsync() => StartAsync(port: 0);

    private Task<SimulatedClusterHost> StartAsync(int port) =>
        SimulatedClusterHost.StartAsync(
            new SimulatedClusterOptions
            {
                Name = "test",
                Directory = _directory,
                Port = port,
            },
            (_, _) => []
        );

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static HttpClient Client(SimulatedClusterHost host, out string token)
    {
        var config = File.ReadAllText(host.KubeConfigPath);
        token = Regex.Match(config, "token: (.+)").Groups[1].Value;
        var authority = Encoding.UTF8.GetString(
            Convert.FromBase64String(Regex.Match(config, "certificate-authority-data: (.+)").Groups[1].Value)
        );
        var trusted = X509Certificate2.CreateFromPem(authority);
        var handler = new SocketsHttpHandler
        {
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { trusted },
                },
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = host.Address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
    }

    private static JsonObject ConfigMap(string name) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        };
}
