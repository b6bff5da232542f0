using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Infra.Tests.Monitoring;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>A real HAProxy with the program's configuration, in which only addresses are replaced.</summary>
internal sealed partial class HaproxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly TemporaryFolder _folder;

    private HaproxyProcess(Process process, TemporaryFolder folder, int port, int metricsPort)
    {
        _process = process;
        _folder = folder;
        Port = port;
        MetricsAddress = new Uri($"http://127.0.0.1:{metricsPort}/metrics");
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout };
    }

    public static string? Executable { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "haproxy"))
            .FirstOrDefault(File.Exists);

    public HttpClient Client { get; }

    public int Port { get; }

    public Uri MetricsAddress { get; }

    public static async Task<string> CreateConfigurationAsync(string services, string stackSettings = "loadBalancing: haproxy") =>
        GetConfiguration(await RecordedPlan.ForServices(services, stackSettings));

    public static string GetConfiguration(RecordedPlan plan) =>
        Assert.IsType<string>(Assert.Single(plan.Get("ConfigMap", "load-balancer-files").Map("data")).Value);

    /// <summary>Starts HAProxy in front of pods, and waits until it answers.</summary>
    public static async Task<HaproxyProcess> StartAsync(string services, params Pods[] pods)
    {
        var haproxy = Start(InFrontOf(await CreateConfigurationAsync(services), pods));
        await haproxy.UntilAsync(async client => (await client.GetAsync("/.load-balancer/health")).IsSuccessStatusCode);
        return haproxy;
    }

    public static string InFrontOf(string configuration, params Pods[] pods) =>
        InFrontOf(configuration, [.. pods.Select(some => (some.Prefix, some.All.Select(pod => (pod.Name, pod.Port)).ToArray()))]);

    /// <summary>Replaces the DNS names in a configuration by the pods' addresses.</summary>
    public static string InFrontOf(string configuration, params (string Prefix, (string Name, int Port)[] Pods)[] groups) =>
        Template()
            .Replace(configuration, template =>
            {
                var (prefix, options) = (template.Groups[1].Value, template.Groups[2].Value);
                var pods = groups.Single(group => group.Prefix == prefix).Pods;
                return string.Join('\n', pods.Select(pod => $"  server {pod.Name} 127.0.0.1:{pod.Port} {options}"));
            });

    /// <summary>Starts HAProxy with a complete configuration.</summary>
    public static HaproxyProcess Start(string configuration)
    {
        var (port, metricsPort) = (FreePort(), FreePort());
        var folder = new TemporaryFolder();
        var file = folder.Write(
            "haproxy.cfg",
            configuration
                .Replace("bind :8080", $"bind 127.0.0.1:{port}", StringComparison.Ordinal)
                .Replace("bind :8404", $"bind 127.0.0.1:{metricsPort}", StringComparison.Ordinal)
        );

        // As in the container: a master that forwards signals to its worker.
        var start = new ProcessStartInfo(Executable!, ["-W", "-db", "-f", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new HaproxyProcess(process, folder, port, metricsPort);
    }

    /// <summary>The errors and warnings HAProxy reports about a configuration; empty if there are none.</summary>
    public static async Task<string> CheckAsync(string configuration)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("haproxy.cfg", configuration);
        using var process = Process.Start(new ProcessStartInfo(Executable!, ["-c", "-q", "-f", file]) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? errors : $"exit code {process.ExitCode}: {errors}";
    }

    /// <summary>Polls until a condition holds, and fails after a timeout.</summary>
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

            Assert.True(started.Elapsed < Timeout, $"The condition did not hold within {Timeout}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>The answer to one request, or its status if it failed.</summary>
    public Task<string> AskAsync(string path = "/") => SendAsync(Client, new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a POST on a new connection: on a reused one the client itself might retry.</summary>
    public async Task<string> PostAsync()
    {
        using var client = new HttpClient { BaseAddress = Client.BaseAddress };
        return await SendAsync(client, new HttpRequestMessage(HttpMethod.Post, "/"));
    }

    public async Task<IReadOnlyList<string>> AskAsync(int times)
    {
        var answers = new List<string>(times);
        for (var i = 0; i < times; i++)
        {
            answers.Add(await AskAsync());
        }

        return answers;
    }

    /// <summary>
    /// Sends the stop signal of the image <c>haproxy</c>, and waits for the process to exit. A master that is still starting may miss it.
    /// </summary>
    public async Task EndAsync()
    {
        var ended = _process.WaitForExitAsync();
        while (!ended.IsCompleted)
        {
            using var kill = Process.Start("sh", ["-c", $"kill -USR1 {_process.Id}"]);
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System));
        }
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
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<string> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        request.Headers.Host = "shop.example.com";
        using (request)
        {
            using var response = await client.SendAsync(request);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{(int)response.StatusCode}";
        }
    }

    [GeneratedRegex(@"^  server-template (\S+) \d+ \S+ resolvers cluster resolve-prefer ipv4 init-addr none (.*)$", RegexOptions.Multiline)]
    private static partial Regex Template();
}
