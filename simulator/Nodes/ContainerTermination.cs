using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>A finished run of a container, as its status reports it.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Reason">The reason, such as <c>Completed</c>.</param>
/// <param name="StartedAt">The start.</param>
/// <param name="FinishedAt">The end.</param>
internal sealed record ContainerTermination(int ExitCode, string Reason, DateTimeOffset StartedAt, DateTimeOffset FinishedAt)
{
    /// <summary>The reason that follows from the exit.</summary>
    public static string GetReason(int exitCode, bool isOutOfMemory) =>
        isOutOfMemory ? "OOMKilled"
        : exitCode == 0 ? "Completed"
        : "Error";

    /// <summary>Reads the state of a status; null if it is another one.</summary>
    public static ContainerTermination? FromJson(JsonObject? terminated) =>
        terminated is null
            ? null
            : new ContainerTermination(
                (int)(terminated.Number("exitCode") ?? 0),
                terminated.Text("reason") ?? "",
                terminated.Time("startedAt") ?? default,
                terminated.Time("finishedAt") ?? default
            );

    /// <summary>Its state in the status.</summary>
    /// <param name="id">The ID of the run.</param>
    public JsonObject ToJson(string id) =>
        new()
        {
            ["terminated"] = new JsonObject
            {
                ["exitCode"] = ExitCode,
                ["reason"] = Reason,
                ["startedAt"] = Timestamps.Format(StartedAt),
                ["finishedAt"] = Timestamps.Format(FinishedAt),
                ["containerID"] = id,
            },
        };
}
