using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Logs;

/// <summary>The run of a container whose log is asked for.</summary>
/// <param name="Container">The container's name.</param>
/// <param name="StartedAt">Its start.</param>
/// <param name="FinishedAt">Its end; null while it runs.</param>
internal sealed record LogRun(string Container, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>Finds the run, with kubelet's rules.</summary>
    /// <returns>Null for a pod that has no node.</returns>
    /// <exception cref="StatusException">There is no such container or run.</exception>
    public static LogRun? Find(KubeObject pod, LogOptions options)
    {
        var container = FindContainer(pod, options.Container);
        if (pod.Spec.Text("nodeName") is not { Length: > 0 })
        {
            return null;
        }

        var subject = $"container \"{container}\" in pod \"{pod.Name}\"";
        var status = new[] { "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" }
            .SelectMany(list => pod.Status.Objects(list))
            .FirstOrDefault(one => one.Text("name") == container)
            ?? throw StatusException.BadRequest($"{subject} is not available");
        var last = status.Map("lastState", "terminated");
        if (options.IsPrevious)
        {
            return last is null
                ? throw StatusException.BadRequest($"previous terminated {subject} not found")
                : FromTerminated(container, last);
        }

        if (status.Map("state", "running") is { } running)
        {
            return new LogRun(container, running.Time("startedAt") ?? default, FinishedAt: null);
        }

        return (status.Map("state", "terminated") ?? last) is { } ended
            ? FromTerminated(container, ended)
            : throw StatusException.BadRequest(
                $"{subject} is waiting to start: "
                    + status.Text("state", "waiting", "reason") switch
                    {
                        "ErrImagePull" => "image can't be pulled",
                        "ImagePullBackOff" => "trying and failing to pull image",
                        var reason => reason,
                    }
            );
    }

    private static LogRun FromTerminated(string container, JsonObject ended) =>
        new(container, ended.Time("startedAt") ?? default, ended.Time("finishedAt") ?? default(DateTimeOffset));

    private static string FindContainer(KubeObject pod, string container)
    {
        var main = GetNames(pod, "containers");
        var init = GetNames(pod, "initContainers");
        var ephemeral = GetNames(pod, "ephemeralContainers");
        if (container.Length > 0)
        {
            return main.Concat(init).Concat(ephemeral).Contains(container)
                ? container
                : throw StatusException.BadRequest($"container {container} is not valid for pod {pod.Name}");
        }

        return main is [var only]
            ? only
            : throw StatusException.BadRequest(
                $"a container name must be specified for pod {pod.Name}, choose one of: [{string.Join(' ', main)}]"
                    + (init.Count > 0 ? $" or one of the init containers: [{string.Join(' ', init)}]" : "")
                    + (ephemeral.Count > 0 ? $" or one of the ephemeral containers: [{string.Join(' ', ephemeral)}]" : "")
            );
    }

    private static List<string> GetNames(KubeObject pod, string list) =>
        [.. pod.Spec.Objects(list).Select(container => container.Text("name") ?? "")];
}
