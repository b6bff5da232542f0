using Infra.Simulator.Nodes.Images;

namespace Infra.Simulator.Nodes;

/// <summary>What the containers of a pod need from their node.</summary>
/// <param name="FindMissing">Returns the reason a container cannot be created; null for none.</param>
/// <param name="EnsureImage">Pulls a container's image unless it is present.</param>
/// <param name="Report">Called for each event.</param>
/// <param name="GetPodAddress">Returns the pod's address.</param>
/// <param name="GetPodName">Returns the pod as kubelet's messages name it.</param>
internal sealed record PodHost(
    Func<ContainerRun, string?> FindMissing,
    Func<ContainerRun, ImagePull> EnsureImage,
    Action<ContainerEvent> Report,
    Func<string> GetPodAddress,
    Func<string> GetPodName
);
