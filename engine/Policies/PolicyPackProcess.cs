using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Infra.Engine.Errors;
using Infra.Engine.Programs;
using Infra.Protocol.Grpc;

namespace Infra.Engine.Policies;

/// <summary>The process of a policy pack. Its first line of output is the port it listens on.</summary>
internal sealed class PolicyPackProcess : IAsyncDisposable
{
    private const int LinesKept = 50;

    private readonly Process _process;

    private PolicyPackProcess(Process process, GrpcChannel channel) => (_process, Channel) = (process, channel);

    /// <summary>The channel to the pack.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Starts a pack and waits until it prints its port.</summary>
    /// <param name="project">The pack to start.</param>
    /// <param name="host">The environment it runs in.</param>
    /// <param name="cancellationToken">Kills the pack.</param>
    /// <exception cref="ProgramException">The pack cannot be started, ends, or prints something else.</exception>
    public static async Task<PolicyPackProcess> StartAsync(
        PolicyPackProject project,
        PolicyPackHost host,
        CancellationToken cancellationToken
    )
    {
        var process = new Process { StartInfo = StartInfo(project, host) };
        var errors = new StringBuilder();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lines = 0;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ended.TrySetResult();
            }
            else
            {
                host.Line(line.Data);
                if (lines++ < LinesKept)
                {
                    errors.AppendLine(line.Data);
                }
            }
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new ProgramException($"the policy pack {project.Directory} cannot be started: {error.Message}", error);
        }

        process.StandardInput.Close();
        process.BeginErrorReadLine();
        try
        {
            var first = await process.StandardOutput.ReadLineAsync(cancellationToken);
            if (first is not null && PortLine.TryParse(first, out var port))
            {
                _ = ForwardAsync(process.StandardOutput, host.Line);
                return new PolicyPackProcess(process, new GrpcChannel(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
            }

            if (first is null)
            {
                await ended.Task.WaitAsync(cancellationToken);
            }

            throw new ProgramException(
                first is null
                    ? $"the policy pack {project.Directory} ended before it was ready:\n{errors.ToString().TrimEnd()}"
                    : $"the policy pack {project.Directory} wrote '{first}' where its port was expected: the first line of its output must be "
                        + "the port alone"
            );
        }
        catch
        {
            Kill(process);
            process.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Kill(_process);
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task ForwardAsync(StreamReader from, Action<string> output)
    {
        try
        {
            while (await from.ReadLineAsync() is { } line)
            {
                output(line);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process is being killed.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has exited already.
        }
    }

    private static ProcessStartInfo StartInfo(PolicyPackProject project, PolicyPackHost host)
    {
        var isAssembly = project.Program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isAssembly ? DotnetHost.Path : project.Program)
        {
            WorkingDirectory = host.WorkingDirectory ?? project.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in isAssembly ? (string[])["exec", project.Program, host.EngineAddress] : [host.EngineAddress])
        {
            start.ArgumentList.Add(argument);
        }

        // A pack receives the stack's configuration, not the passphrase of the state's secrets.
        start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE_FILE");
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        return start;
    }
}
