using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Infra.Cli.Clusters;

/// <summary>The process that serves a cluster, as it recorded itself.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="StartedAt">When it started: an id alone may have been given to another process since.</param>
/// <param name="Server">The address of the API server.</param>
internal sealed record ClusterProcess(int Id, DateTimeOffset StartedAt, Uri Server)
{
    /// <summary>The difference that two readings of one process's start time may show.</summary>
    private static readonly TimeSpan StartTimeTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Describes this very process.</summary>
    public static ClusterProcess Current(Uri server)
    {
        using var self = Process.GetCurrentProcess();
        return new ClusterProcess(self.Id, self.StartTime, server);
    }

    /// <summary>The process that serves the cluster now, or null where none does.</summary>
    public static ClusterProcess? Find(ClusterFiles files)
    {
        try
        {
            var recorded = JsonSerializer.Deserialize(File.ReadAllBytes(files.ProcessRecord), ClusterProcessJson.Default.ClusterProcess);
            return recorded is not null && recorded.IsRunning ? recorded : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record, whole or not at all.</summary>
    public void Record(ClusterFiles files)
    {
        var temporary = files.ProcessRecord + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, ClusterProcessJson.Default.ClusterProcess));
        File.Move(temporary, files.ProcessRecord, overwrite: true);
    }

    /// <summary>Asks the process to end and waits until it has; one that does not listen is killed after <paramref name="patience"/>.</summary>
    public async Task StopAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var process = Open();
        if (process is null)
        {
            return;
        }

        Signals.Terminate(process);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Every change is in the cluster's log before it is answered, so nothing is lost.
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }
    }

    private bool IsRunning
    {
        get
        {
            using var process = Open();
            return process is not null;
        }
    }

    private Process? Open()
    {
        try
        {
            var process = Process.GetProcessById(Id);
            if (!process.HasExited && (process.StartTime - StartedAt.LocalDateTime).Duration() < StartTimeTolerance)
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(ClusterProcess))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ClusterProcessJson : JsonSerializerContext;
