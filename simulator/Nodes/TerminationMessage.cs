using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>The message of a container that has ended: the end of its termination message file, or of its log.</summary>
internal static class TerminationMessage
{
    private const int MaximumFileLength = 4096;
    private const int MaximumLogLength = 2048;
    private const int MaximumLogLines = 80;
    private const int MaximumPodLength = 12 * 1024;

    /// <summary>Whether the log takes the place of an empty file after an error.</summary>
    /// <param name="container">The container's entry in the pod's spec.</param>
    public static bool FallsBackToLog(JsonObject container) => container.Text("terminationMessagePolicy") == "FallbackToLogsOnError";

    /// <summary>Reads the message of a run; empty for none.</summary>
    /// <param name="behaviour">The container's behaviour.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="startedAt">The start of the run.</param>
    /// <param name="finishedAt">The end of the run.</param>
    public static string Read(ContainerBehaviour behaviour, int exitCode, DateTimeOffset startedAt, DateTimeOffset finishedAt)
    {
        if (behaviour.TerminationMessage.Length > 0)
        {
            return End(behaviour.TerminationMessage, MaximumFileLength);
        }

        if (exitCode == 0 || behaviour.ErrorLog is not { } log)
        {
            return "";
        }

        var lines = log.GetLines(startedAt, finishedAt).TakeLast(MaximumLogLines);
        return End(string.Concat(lines.Select(line => line.Format(hasTimestamp: false))), MaximumLogLength);
    }

    /// <summary>The share of one container in the bytes of all messages of a pod.</summary>
    public static int GetShare(JsonObject podSpec)
    {
        var count =
            podSpec.Objects("containers").Count()
            + podSpec.Objects("initContainers").Count()
            + podSpec.Objects("ephemeralContainers").Count();
        return MaximumPodLength / Math.Max(1, count);
    }

    /// <summary>The first bytes of a text.</summary>
    public static string Start(string text, int length)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= length ? text : Encoding.UTF8.GetString(bytes.AsSpan(0, length));
    }

    private static string End(string text, int length)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= length ? text : Encoding.UTF8.GetString(bytes.AsSpan(bytes.Length - length));
    }
}
