using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Infra.Protocol.Grpc;

namespace Infra.Engine.Providers.Plugins;

/// <summary>The process of a plugin. Its first line of output is the port it listens on.</summary>
internal sealed class PluginProcess : IAsyncDisposable
{
    private const int MaxPortLineLength = 256;

    /// <summary>How long a plugin that is asked to end may take.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long the end of a process may follow the loss of its connection.</summary>
    private static readonly TimeSpan CrashLimit = TimeSpan.FromSeconds(2);

    private static readonly ConcurrentDictionary<PluginProcess, bool> Running = new();

    private readonly Process _process;
    private readonly PluginHost _host;
    private readonly PluginOutput _output;
    private readonly TaskCompletionSource _errorsRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isGroupEnded;

    static PluginProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();

    private PluginProcess(Process process, PluginHost host, PluginOutput output) => (_process, _host, _output) = (process, host, output);

    /// <summary>The port of the plugin's service.</summary>
    public int Port { get; private set; }

    /// <summary>True where the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a plugin and waits until it prints its port.</summary>
    /// <exception cref="ResourceProviderException">The plugin cannot be started, ends, or prints something else.</exception>
    public static async Task<PluginProcess> StartAsync(
        string executable,
        string package,
        string engineAddress,
        PluginHost host,
        PluginOutput output,
        CancellationToken cancellationToken
    )
    {
        var start = PluginSignals.CommandLine(executable, engineAddress);
        start.WorkingDirectory = host.WorkingDirectory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        host.ApplyTo(package, start.Environment);

        var plugin = new PluginProcess(new Process { StartInfo = start }, host, output);
        plugin._process.ErrorDataReceived += (_, line) => plugin.TakeError(line.Data);
        try
        {
            plugin._process.Start();
        }
        catch (Win32Exception error)
        {
            plugin._process.Dispose();
            throw new ResourceProviderException($"the plugin {executable} cannot be started: {error.Message}", error);
        }

        Running[plugin] = true;
        plugin._process.BeginErrorReadLine();
        try
        {
            plugin.Port = await plugin.ReadPortAsync(executable).WaitAsync(cancellationToken);
            _ = plugin.ForwardAsync();
            return plugin;
        }
        catch
        {
            await plugin.EndAtOnceAsync();
            throw;
        }
    }

    /// <summary>Waits for the end of a plugin that has lost its connection.</summary>
    /// <returns>The exit code, or null where the plugin goes on running.</returns>
    public async Task<int?> FindExitCodeAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(CrashLimit, _host.Time);
            await _errorsRead.Task.WaitAsync(CrashLimit, _host.Time);
        }
        catch (TimeoutException)
        {
            // The plugin is running, or a child of it holds standard error open.
        }

        if (!_process.HasExited)
        {
            return null;
        }

        if (!_isGroupEnded)
        {
            _isGroupEnded = true;
            PluginSignals.EndGroup(_process);
        }

        return _process.ExitCode;
    }

    /// <summary>Asks the plugin to end, and kills it where it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited && PluginSignals.TryInterrupt(_process))
        {
            try
            {
                await _process.WaitForExitAsync().WaitAsync(EndLimit, _host.Time);
            }
            catch (TimeoutException)
            {
                // It is killed.
            }
        }

        await EndAtOnceAsync();
    }

    private static void EndAll()
    {
        foreach (var plugin in Running.Keys)
        {
            if (!plugin._process.HasExited)
            {
                PluginSignals.End(plugin._process);
            }
        }
    }

    private async Task<int> ReadPortAsync(string executable)
    {
        var line = await ReadFirstLineAsync();
        if (line is not null && PortLine.TryParse(line, out var port))
        {
            return port;
        }

        if (line is not null)
        {
            throw new ResourceProviderException(
                $"the plugin {executable} wrote '{line}' where its port was expected: the first line of its output must be the port alone."
                    + _output.DescribeErrors()
            );
        }

        var code = await FindExitCodeAsync();
        throw new ResourceProviderException(
            $"the plugin {executable} ended before it was ready{(code is null ? "" : $" (exit code {code})")}." + _output.DescribeErrors()
        );
    }

    /// <summary>Reads a line, or the beginning of one that is too long for a port; null where there is none.</summary>
    private async Task<string?> ReadFirstLineAsync()
    {
        var line = new StringBuilder();
        var character = new char[1];
        while (line.Length < MaxPortLineLength && await _process.StandardOutput.ReadAsync(character) > 0)
        {
            if (character[0] == '\n')
            {
                return line.ToString();
            }

            line.Append(character[0]);
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    private async Task ForwardAsync()
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                _output.Write(line);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is being killed.
        }
    }

    private void TakeError(string? line)
    {
        if (line is null)
        {
            _errorsRead.TrySetResult();
        }
        else
        {
            _output.WriteError(line);
        }
    }

    private async Task EndAtOnceAsync()
    {
        Running.TryRemove(this, out _);
        if (!_process.HasExited)
        {
            PluginSignals.End(_process);
        }

        // Ends the watcher of the group, too.
        await FindExitCodeAsync();

        _process.Dispose();
    }
}
