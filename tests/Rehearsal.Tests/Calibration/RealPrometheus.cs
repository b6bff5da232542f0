using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Rehearsal.Tests.Calibration;

/// <summary>A Prometheus with recordings of the past, as in Debian's package of this name.</summary>
internal sealed class RealPrometheus : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prometheus-");
    private Process? _process;
    private Task? _output;

    private RealPrometheus(int port) => Address = new Uri($"http://127.0.0.1:{port}");

    public static bool IsInstalled => Find("prometheus") is not null && Find("promtool") is not null;

    public Uri Address { get; }

    /// <summary>Starts it with samples in OpenMetrics' text format.</summary>
    public static async Task<RealPrometheus> StartAsync(string samples)
    {
        var prometheus = new RealPrometheus(FindPort());
        try
        {
            await prometheus.FillAsync(samples);
            await prometheus.StartAsync();
            return prometheus;
        }
        catch
        {
            prometheus.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(Limit);
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task FillAsync(string samples)
    {
        var file = Path.Combine(_folder.FullName, "samples.txt");
        await File.WriteAllTextAsync(file, samples);
        using var promtool = Start("promtool", "tsdb", "create-blocks-from", "openmetrics", file, Path.Combine(_folder.FullName, "data"));
        var (output, errors) = (promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
        await promtool.WaitForExitAsync().WaitAsync(Limit);
        Assert.True(promtool.ExitCode == 0, await output + await errors);
    }

    private async Task StartAsync()
    {
        var configuration = Path.Combine(_folder.FullName, "prometheus.yaml");
        await File.WriteAllTextAsync(configuration, "{}\n");
        _process = Start(
            "prometheus",
            $"--config.file={configuration}",
            $"--storage.tsdb.path={Path.Combine(_folder.FullName, "data")}",
            "--storage.tsdb.retention.time=20y",
            $"--web.listen-address={Address.Authority}"
        );
        using var timeout = new CancellationTokenSource(Limit);
        var said = "";
        while (!said.Contains("Server is ready to receive web requests", StringComparison.Ordinal))
        {
            said = await _process.StandardError.ReadLineAsync(timeout.Token)
                ?? throw new InvalidOperationException("Prometheus has ended.");
        }

        _output = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
    }

    private static Process Start(string name, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Find(name)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}

/// <summary>A test that is skipped where Prometheus is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute()
    {
        if (!RealPrometheus.IsInstalled)
        {
            Skip = "prometheus and promtool are not on the PATH (Debian package 'prometheus').";
        }
    }
}
