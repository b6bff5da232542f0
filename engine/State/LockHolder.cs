using System.Text.Json.Serialization;

namespace Infra.Engine.State;

/// <summary>The process that holds a stack's lock.</summary>
/// <param name="Pid">The id of the process.</param>
/// <param name="Username">The user that runs the process.</param>
/// <param name="Hostname">The machine the process runs on.</param>
/// <param name="Timestamp">The time of locking.</param>
public sealed record LockHolder(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("username")] string Username,
    [property: JsonPropertyName("hostname")] string Hostname,
    [property: JsonPropertyName("timestamp")] DateTimeOffset Timestamp
)
{
    /// <summary>Distinguishes the process from a later one with the same id; null in a lock of another program.</summary>
    [JsonPropertyName("process")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Process { get; init; }

    /// <summary>The page of the CI job that runs the process, or null.</summary>
    [JsonPropertyName("url")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>Whether the process still runs.</summary>
    [JsonIgnore]
    public LockHolderStatus Status
    {
        get
        {
            if (!FirstLabel(Hostname).Equals(FirstLabel(Environment.MachineName), StringComparison.OrdinalIgnoreCase))
            {
                return LockHolderStatus.Elsewhere;
            }

            var running = ProcessIdentity.Find(Pid);
            return running is null || (Process is not null && Process != running) ? LockHolderStatus.Ended : LockHolderStatus.Running;
        }
    }

    /// <summary>Describes this process.</summary>
    /// <param name="time">The source of the present time.</param>
    /// <param name="environment">Reads an environment variable.</param>
    internal static LockHolder Current(TimeProvider time, Func<string, string?> environment) =>
        new(Environment.ProcessId, Environment.UserName, Environment.MachineName, time.GetLocalNow())
        {
            Process = ProcessIdentity.Find(Environment.ProcessId),
            Url = CiJob.FindUrl(environment),
        };

    // .NET and Go differ in whether a host's name includes its domain.
    private static string FirstLabel(string host) => host.Split('.')[0];
}

/// <summary>Whether the process that holds a lock still runs.</summary>
public enum LockHolderStatus
{
    /// <summary>It runs on this host.</summary>
    Running,

    /// <summary>It ran on this host and has ended, so nothing will remove its lock.</summary>
    Ended,

    /// <summary>It runs, or ran, on another host.</summary>
    Elsewhere,
}
