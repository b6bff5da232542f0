using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Benchmarks.Measuring;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Benchmarks.Simulator.Scenarios;

/// <summary>A served cluster with its state on disk and a client over HTTP/2, both in this process.</summary>
internal static class ServedScenarios
{
    private const int ReadyPods = 3_000;
    private const int Creations = 20_000;
    private const int ListedPods = 10_000;
    private const int Watches = 10;
    private const int Clients = 16;
    private const int Runs = 5;

    public static Task<string> ReadyPodsAsync() => RunAsync(nodes: 30, ControlPlane.Create, async (host, client) =>
        {
            var begun = Stopwatch.GetTimestamp();
            await PostAsync(client, "apis/apps/v1/namespaces/default/deployments", Body(BenchmarkCluster.Deployment("web", ReadyPods)));
            var changes = host.Client.Watch(GroupResource.Deployments);
            while (host.Client.Get(GroupResource.Deployments, "default", "web").Status.Number("readyReplicas") != ReadyPods)
            {
                await changes.WaitToReadAsync();
                while (changes.TryRead(out _)) { }
            }

            return Report.Seconds(Stopwatch.GetElapsedTime(begun));
        });

    public static Task<string> CreationsAsync() =>
        RunAsync(
            nodes: 3,
            (_, _) => [],
            async (_, client) =>
            {
                using var ended = new CancellationTokenSource();
                var watches = Enumerable.Range(0, Watches).Select(_ => WatchAsync(client, ended.Token)).ToList();
                await CreateAsync(client, "warm", Creations / 10);
                var begun = Stopwatch.GetTimestamp();
                await CreateAsync(client, "object", Creations);
                var elapsed = Stopwatch.GetElapsedTime(begun);
                await ended.CancelAsync();
                await Task.WhenAll(watches);
                return Scenario.Rate(Creations, elapsed, "per second");
            }
        );

    public static Task<string> ListAsync() =>
        RunAsync(
            nodes: 3,
            (_, _) => [],
            async (host, client) =>
            {
                host.Client.Create(GroupResource.ServiceAccounts, BenchmarkCluster.DefaultAccount());
                for (var i = 0; i < ListedPods; i++)
                {
                    host.Client.Create(GroupResource.Pods, BenchmarkCluster.Pod($"pod-{BenchmarkCluster.Text(i)}", "web", ""));
                }

                var times = new List<TimeSpan>();
                for (var i = 0; i < Runs; i++)
                {
                    var begun = Stopwatch.GetTimestamp();
                    using var response = await client.GetAsync(
                        new Uri("api/v1/pods", UriKind.Relative),
                        HttpCompletionOption.ResponseHeadersRead
                    );
                    await response.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
                    times.Add(Stopwatch.GetElapsedTime(begun));
                }

                return Report.Milliseconds(Report.Median(times));
            }
        );

    private static async Task<string> RunAsync(
        int nodes,
        Func<SimulatedClusterOptions, IdentitySource, IEnumerable<IClusterComponent>> components,
        Func<SimulatedClusterHost, HttpClient, Task<string>> measure
    )
    {
        var directory = Directory.CreateTempSubdirectory("infra-benchmark-");
        try
        {
            var options = new SimulatedClusterOptions
            {
                Name = "benchmark",
                Directory = directory.FullName,
                Nodes = nodes,
            };
            await using var host = await SimulatedClusterHost.StartAsync(options, components);
            using var client = Connect(host);
            return await measure(host, client);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static HttpClient Connect(SimulatedClusterHost host)
    {
        var lines = File.ReadLines(host.KubeConfigPath).Select(line => line.Trim()).ToList();
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.ImportFromPem(
            Encoding.UTF8.GetString(Convert.FromBase64String(GetValue(lines, "certificate-authority-data: ")))
        );
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, SslOptions = { CertificateChainPolicy = trusted } };
        return new HttpClient(handler)
        {
            BaseAddress = host.Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", GetValue(lines, "token: ")) },
        };
    }

    private static string GetValue(IEnumerable<string> lines, string key) =>
        lines.First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..];

    private static Task CreateAsync(HttpClient client, string prefix, int count)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(CreateNextAsync)));

        async Task CreateNextAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
            {
                var body = $$$"""
                    {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{prefix}}}-{{{BenchmarkCluster.Text(
                        number
                    )}}}"},"data":{"key":"value"}}
                    """;
                await PostAsync(client, "api/v1/namespaces/default/configmaps", Encoding.UTF8.GetBytes(body));
            }
        }
    }

    private static async Task PostAsync(HttpClient client, string path, byte[] json)
    {
        using var content = new ByteArrayContent(json)
        {
            Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
        };
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    private static async Task WatchAsync(HttpClient client, CancellationToken ended)
    {
        try
        {
            await using var events = await client.GetStreamAsync(new Uri("api/v1/configmaps?watch=true", UriKind.Relative), ended);
            await events.CopyToAsync(Stream.Null, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    private static byte[] Body(System.Text.Json.Nodes.JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);
}
