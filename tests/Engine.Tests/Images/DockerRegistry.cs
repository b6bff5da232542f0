using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Engine.Tests.Images;

/// <summary>A process of Debian's <c>docker-registry</c>.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    private const string Program = "docker-registry";

    private readonly Process _process;
    private readonly string _folder;

    private DockerRegistry(Process process, string folder, string host) => (_process, _folder, Host) = (process, folder, host);

    public string Host { get; }

    /// <summary>The reason to skip tests; null where the program is installed.</summary>
    public static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, Program)))
            ? null
            : $"{Program} is not on the PATH (Debian package '{Program}')";

    public static async Task<DockerRegistry> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("infra-registry-").FullName;
        var host = $"127.0.0.1:{FindPort()}";
        var configuration = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(
            configuration,
            $"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/data}}}}\nhttp: {{addr: \"{host}\"}}\n"
        );
        var process = Process.Start(
            new ProcessStartInfo(Program, ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var registry = new DockerRegistry(process, folder, host);
        await registry.WaitAsync();
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitAsync()
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"http://{Host}/v2/"), limit.Token);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            }
        }
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test that needs <see cref="DockerRegistry"/>; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DockerRegistryFactAttribute : FactAttribute
{
    public DockerRegistryFactAttribute() => Skip = DockerRegistry.Missing;
}
