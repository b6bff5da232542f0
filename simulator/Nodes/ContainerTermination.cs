using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>A finished run of a container, as its status reports it.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Reason">The reason, such as <c>Completed</c>.</param>
/// <param name="StartedAt">The start.</param>
/// <param name="FinishedAt">The end.</param>
/// <param name="Message">The termination message; empty for none.</param>
internal sealed record ContainerTermination(
    int ExitCode,
    string Reason,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    string Message
)
{
    /// <summary>The end of a container's current run.</summary>
    public static ContainerTermination Create(ContainerRun container, int exitCode, bool isOutOfMemory, DateTimeOffset finishedAt)
    {
        var reason =
            isOutOfMemory ? "OOMKilled"
            : exitCode == 0 ? "Completed"
            : "Error";
        var message = TerminationMessage.Read(container.Behaviour, exitCode, container.StartedAt, finishedAt);
        return new ContainerTermination(exitCode, reason, container.StartedAt, finishedAt, message);
    }

    /// <summary>Reads the state of a status; null if it is another one.</summary>
    public static ContainerTermination? FromJson(JsonObject? terminated) =>
        terminated is null
            ? null
            : new ContainerTermination(
                (int)(terminated.Number("exitCode") ?? 0),
                terminated.Text("reason") ?? "",
                terminated.Time("startedAt") ?? default,
                terminated.Time("finishedAt") ?? default,
                terminated.Text("message") ?? ""
            );

    /// <summary>Its state in the status.</summary>
    /// <param name="id">The ID of the run.</param>
    /// <param name="messageLength">The most bytes of the message.</param>
    public JsonObject ToJson(string id, int messageLength)
    {
        var json = new JsonObject { ["exitCode"] = ExitCode, ["reason"] = Reason };
        if (Message.Length > 0)
        {
            json["message"] = TerminationMessage.Start(Message, messageLength);
        }

        json["startedAt"] = Timestamps.Format(StartedAt);
        json["finishedAt"] = Timestamps.Format(FinishedAt);
        json["containerID"] = id;
        return new JsonObject { ["terminated"] = json };
    }
}
