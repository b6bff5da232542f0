using System.Diagnostics;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;

namespace Infra.PolicyPacks.Tests.Support;

/// <summary>
/// A pack in its own process, started as Pulumi's language host does: by its project, with the engine's address as argument.
/// </summary>
internal sealed class PackProcess : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private PackProcess(TemporaryFolder folder, Process process, string firstLine)
    {
        (_folder, _process, FirstLine) = (folder, process, firstLine);
        Channel = new GrpcChannel($"127.0.0.1:{firstLine}");
    }

    /// <summary>The first line of the output: the port.</summary>
    public string FirstLine { get; }

    public GrpcChannel Channel { get; }

    public static async Task<PackProcess> StartAsync(string project, string configuration)
    {
        var folder = new TemporaryFolder();
        var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                ["run", "--no-build", "--configuration", configuration, "--project", project, "--", "127.0.0.1:1"]
            )
            {
                WorkingDirectory = folder.Path,
                RedirectStandardOutput = true,
            }
        )!;
        return new PackProcess(folder, process, await process.StandardOutput.ReadLineAsync() ?? "");
    }

    /// <summary>Cancels the pack and waits for its end.</summary>
    /// <returns>The exit code and the rest of the output.</returns>
    public async Task<(int ExitCode, string Output)> CancelAsync()
    {
        await Channel.UnaryAsync(AnalyzerMethods.Cancel, new());
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output);
    }

    public void Dispose()
    {
        Channel.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _folder.Dispose();
    }
}
