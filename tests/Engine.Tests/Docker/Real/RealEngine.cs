using System.Diagnostics;
using System.Formats.Tar;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Json;

namespace Engine.Tests.Docker.Real;

/// <summary>
/// A Docker engine with an image <c>busybox:test</c>, and a registry, as they run without a bridge, rules of iptables and privileged
/// containers. Everything that they leave behind is removed with them.
/// </summary>
public sealed class RealEngine : IAsyncLifetime
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private static readonly string[] Applets =
    [
        "sh",
        "sleep",
        "cat",
        "ls",
        "test",
        "echo",
        "httpd",
        "wget",
        "touch",
        "id",
        "nc",
        "grep",
        "sed",
    ];

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docker-");
    private readonly List<Process> _processes = [];
    private EngineClient? _client;

    internal EngineClient Client => _client ?? throw new InvalidOperationException("The engine does not run.");

    public string Address => $"unix://{_folder.FullName}/docker.sock";

    /// <summary>The registry, e.g. <c>127.0.0.1:5055</c>.</summary>
    public string Registry { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (new EngineFactAttribute().Skip is not null)
        {
            return;
        }

        Registry = $"127.0.0.1:{FindPort()}";
        StartRegistry();
        StartEngine();
        _client = Connect(Address);
        await AwaitAsync();
        await ImportBusyboxAsync();
    }

    public async Task DisposeAsync()
    {
        if (_client is not null)
        {
            await RemoveEverythingAsync(_client);
            _client.Dispose();
        }

        foreach (var process in _processes)
        {
            await RunAsync("kill", $"{process.Id}");
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await RunAsync("umount", "--lazy", "--quiet", Path.Combine(_folder.FullName, "exec", "netns", "default"));
        _folder.Delete(recursive: true);
    }

    /// <summary>The containers, networks and volumes of the engine besides its own.</summary>
    internal async Task<IReadOnlyList<string>> ListObjectsAsync()
    {
        var containers = await Client.ListAsync("/containers/json?all=1", CancellationToken.None);
        var networks = await Client.ListAsync("/networks", CancellationToken.None);
        var volumes = await Client.GetAsync("/volumes", CancellationToken.None);
        return
        [
            .. containers.OfType<JsonObject>().SelectMany(container => container.Texts("Names")),
            .. networks
                .OfType<JsonObject>()
                .Select(network => network.Text("Name")!)
                .Where(name => name is not ("bridge" or "host" or "none")),
            .. volumes.Objects("Volumes").Select(volume => volume.Text("Name")!),
        ];
    }

    private static EngineClient Connect(string text)
    {
        Assert.True(EngineAddress.TryParse(text, "the test", null, out var address, out _));
        return new EngineClient(address, TimeProvider.System);
    }

    private static async Task RemoveEverythingAsync(EngineClient client)
    {
        foreach (var container in (await client.ListAsync("/containers/json?all=1", CancellationToken.None)).OfType<JsonObject>())
        {
            await client.DeleteAsync($"/containers/{container.Text("Id")}?force=1&v=1", CancellationToken.None);
        }

        await client.PostAsync("/networks/prune", null, CancellationToken.None);
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void StartRegistry()
    {
        var configuration = Path.Combine(_folder.FullName, "registry.yml");
        File.WriteAllText(
            configuration,
            $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{_folder.FullName}}/registry }, delete: { enabled: true } }
            http: { addr: "{{Registry}}" }
            """
        );
        Start("docker-registry", "serve", configuration);
    }

    private void StartEngine() =>
        Start(
            "dockerd",
            "--bridge=none",
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
            "--storage-driver=vfs",
            $"--data-root={_folder.FullName}/data",
            $"--exec-root={_folder.FullName}/exec",
            $"--pidfile={_folder.FullName}/docker.pid",
            $"--insecure-registry={Registry}",
            $"--host={Address}"
        );

    private void Start(string program, params string[] arguments)
    {
        var log = Path.Combine(_folder.FullName, $"{program}.log");
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (
            var argument in (string[])["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, Programs.Find(program)!, .. arguments]
        )
        {
            start.ArgumentList.Add(argument);
        }

        // Its own programs are beside it where a package was only unpacked.
        start.Environment["PATH"] =
            $"{Path.GetDirectoryName(Programs.Find(program))}:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin";
        _processes.Add(Process.Start(start)!);
    }

    private async Task AwaitAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await Client.GetAsync("/info", CancellationToken.None);
                return;
            }
            catch (EngineUnreachableException) when (Stopwatch.GetElapsedTime(start) < StartLimit && !_processes[^1].HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
            catch (EngineUnreachableException e)
            {
                throw new InvalidOperationException(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "dockerd.log")), e);
            }
        }
    }

    private Task ImportBusyboxAsync() => ImportAsync("busybox:test", new Dictionary<string, string>(), null);

    /// <summary>Imports an image with busybox and some scripts.</summary>
    /// <param name="image">The image's repository and tag.</param>
    /// <param name="scripts">The scripts by their paths in the image.</param>
    /// <param name="command">The path of the script that is the image's command; null for none.</param>
    internal async Task ImportAsync(string image, IReadOnlyDictionary<string, string> scripts, string? command)
    {
        using var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            await using var content = File.OpenRead(Programs.FindBusybox()!);
            await writer.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = Executable, DataStream = content }
            );
            foreach (var applet in Applets)
            {
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" });
            }

            foreach (var (path, text) in scripts)
            {
                using var script = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
                await writer.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.RegularFile, path.TrimStart('/')) { Mode = Executable, DataStream = script }
                );
            }
        }

        var bytes = archive.ToArray();
        var (repository, tag) = (image[..image.LastIndexOf(':')], image[(image.LastIndexOf(':') + 1)..]);
        var change = command is null ? "" : $"&changes={Uri.EscapeDataString($"CMD [\"{command}\"]")}";
        var request = new EngineRequest(
            HttpMethod.Post,
            $"/images/create?fromSrc=-&repo={Uri.EscapeDataString(repository)}&tag={tag}{change}"
        )
        {
            Content = () => new ByteArrayContent(bytes),
        };
        await foreach (var _ in Client.StreamAsync(request, CancellationToken.None)) { }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
    }
}
