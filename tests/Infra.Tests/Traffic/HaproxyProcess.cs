using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Infra.Tests.Traffic;

/// <summary>A real HAProxy with the program's own configuration, in which only addresses are replaced by those of this test.</summary>
internal sealed partial class HaproxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly string _file;

    private HaproxyProcess(Process process, string file, int port)
    {
        _process = process;
        _file = file;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
    }

    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "haproxy")).FirstOrDefault(File.Exists);

    public HttpClient Client { get; }

    public static async Task<string> ConfigurationOf(string services) =>
        ConfigurationIn(await RecordedPlan.OfServices(services, "loadBalancing: haproxy"));

    public static string ConfigurationIn(RecordedPlan plan) =>
        Assert.IsType<string>(Assert.Single(plan.The("ConfigMap", "load-balancer-files").Map("data")).Value);

    /// <summary>Starts it in front of the pods given, and waits until it answers.</summary>
    public static Task<HaproxyProcess> StartAsync(string services, IReadOnlyList<int> pods) =>
        StartAsync(services, new Dictionary<string, IReadOnlyList<int>> { ["pod"] = pods });

    /// <summary>Starts it in front of pods by the prefix of their servers: <c>pod</c>, the name of a version, or <c>backup</c>.</summary>
    public static async Task<HaproxyProcess> StartAsync(string services, IReadOnlyDictionary<string, IReadOnlyList<int>> pods)
    {
        var port = FreePort();
        var configuration = Local(await ConfigurationOf(services), port, pods);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, configuration);
        var process = Process.Start(new ProcessStartInfo(Executable!, ["-db", "-f", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var haproxy = new HaproxyProcess(process, file, port);
        await haproxy.UntilAsync(async client => (await client.GetAsync("/.load-balancer/health")).IsSuccessStatusCode);
        return haproxy;
    }

    /// <summary>What HAProxy itself finds wrong with a configuration; empty if nothing.</summary>
    public static async Task<string> CheckAsync(string configuration)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, configuration);
        using var process = Process.Start(new ProcessStartInfo(Executable!, ["-c", "-q", "-f", file]) { RedirectStandardError = true })!;
        var faults = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        File.Delete(file);
        return process.ExitCode == 0 ? faults : $"exit code {process.ExitCode}: {faults}";
    }

    /// <summary>Asks again and again until something holds; that it never does is a failure.</summary>
    public async Task UntilAsync(Func<HttpClient, Task<bool>> holds)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await holds(Client))
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // Not listening yet.
            }

            Assert.True(started.Elapsed < Patience, "HAProxy did not come to this within its time.");
            await Task.Delay(20);
        }
    }

    public async Task<string> AskAsync(string path = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "shop.example.com" } };
        using var response = await Client.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{(int)response.StatusCode}";
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_file);
    }

    private static string Local(string configuration, int port, IReadOnlyDictionary<string, IReadOnlyList<int>> pods)
    {
        var withPods = Template().Replace(configuration, template => string.Join('\n', pods[template.Groups[1].Value].Select((pod, at) => $"  server {template.Groups[1].Value}{at} 127.0.0.1:{pod} {template.Groups[2].Value}")));
        return withPods
            .Replace("bind :8080", $"bind 127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("bind :8404", $"bind 127.0.0.1:{FreePort()}", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^  server-template (\S+) \d+ \S+ resolvers cluster init-addr none (.*)$", RegexOptions.Multiline)]
    private static partial Regex Template();
}
