using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Infra.Cli.Clusters;

/// <summary>The process that serves a cluster, as it recorded itself.</summary>
/// <param name="Id">The operating system's id of the process.</param>
/// <param name="StartedAt">Distinguishes the process from a later one with the same id.</param>
/// <param name="Server">The address of the API server.</param>
internal sealed record ClusterProcess(int Id, DateTimeOffset StartedAt, Uri Server)
{
    /// <summary>How far two readings of one process's start time may differ.</summary>
    private static readonly TimeSpan StartTimeTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Describes this process.</summary>
    public static ClusterProcess Current(Uri server)
    {
        using var self = Process.GetCurrentProcess();
        return new ClusterProcess(self.Id, self.StartTime, server);
    }

    /// <summary>The process that serves the cluster now, or null if there is none.</summary>
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

    /// <summary>Writes the record atomically.</summary>
    public void Record(ClusterFiles files)
    {
        var temporary = files.ProcessRecord + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, ClusterProcessJson.Default.ClusterProcess));
        File.Move(temporary, files.ProcessRecord, overwrite: true);
    }

    /// <summary>Removes the record, if there is one.</summary>
    public static void RemoveRecord(ClusterFiles files)
    {
        // A reset removes the folder with everything in it.
        if (File.Exists(files.ProcessRecord))
        {
            File.Delete(files.ProcessRecord);
        }
    }

    /// <summary>Terminates the process and waits for its exit; kills it after <paramref name="timeout"/>.</summary>
    public async Task StopAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var process = Open();
        if (process is null)
        {
            return;
        }

        Signals.Terminate(process);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The cluster writes every change to its journal before it answers the request, so a kill loses nothing.
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

    /// <summary>True for a process that has ended but whose parent has not taken note of it.</summary>
    private static bool IsZombie(int id)
    {
        try
        {
            // The state follows the name, which is in parentheses.
            return OperatingSystem.IsLinux()
                && File.ReadAllText($"/proc/{id}/stat") is var stat
                && stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }

    private Process? Open()
    {
        try
        {
            var process = Process.GetProcessById(Id);
            if (!process.HasExited && !IsZombie(Id) && (process.StartTime - StartedAt.LocalDateTime).Duration() < StartTimeTolerance)
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
