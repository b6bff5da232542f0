using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Nodes;

/// <summary>The entry of a container in <c>status.containerStatuses</c>.</summary>
internal static class ContainerStatus
{
    /// <summary>Creates the entry.</summary>
    /// <param name="container">The container's state.</param>
    /// <param name="podId">Unique among all pods.</param>
    /// <param name="pod">The pod as back-off messages name it.</param>
    /// <param name="hasInit">Whether the pod has init containers.</param>
    /// <param name="messageLength">The most bytes of a termination message.</param>
    public static JsonObject Create(ContainerRun container, string podId, string pod, bool hasInit, int messageLength)
    {
        var isWaiting = container.State == ContainerState.Waiting || container.IsStarting;
        var restarts = container.CountedRestarts;
        var json = new JsonObject
        {
            ["name"] = container.Name,
            ["state"] = container.State switch
            {
                _ when isWaiting => container.WaitState.ToJson(hasInit, pod),
                ContainerState.Running => new JsonObject
                {
                    ["running"] = new JsonObject { ["startedAt"] = Timestamps.Format(container.StartedAt) },
                },
                _ => container.Termination!.ToJson(GetId(restarts), messageLength),
            },
            // A container that waits for its restart counts it only once it runs.
            ["lastState"] = container.Last?.ToJson(GetId(restarts - (isWaiting ? 0 : 1)), messageLength) ?? [],
            ["ready"] = container.Type == ContainerType.Init ? container.HasSucceeded : container.IsReady,
            ["restartCount"] = restarts,
            ["image"] = container.Image,
            ["imageID"] = "",
        };
        if (container.HasRun)
        {
            json["containerID"] = GetId(restarts);
        }

        json["started"] = container.IsStarted;
        return json;

        string GetId(int run) => $"simulated://{podId}/{container.Name}/{run}";
    }
}
