using Infra.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>The requests of a pod.</summary>
internal static class PodResources
{
    /// <summary>Returns the request that the scheduler reserves and quotas count, with the API server's defaults.</summary>
    public static Quantity GetRequest(PodTemplate pod, string resource)
    {
        var containers = pod
            .Containers.Where(container => container.Role != ContainerRole.Ephemeral)
            .Select(container => new ContainerAmount(GetType(container), FindRequest(container["resources"], resource)))
            .ToList();
        var podLevel = pod.Spec["resources"];
        // A pod-level limit becomes the request only if no container states one.
        var request = PodResourceTotal.Aggregate(containers) is null
            ? FindRequest(podLevel, resource)
            : Parse(podLevel["requests"][resource]);
        return PodResourceTotal.GetRequest(resource, containers, request, Parse(pod.Spec["overhead"][resource])) ?? Quantity.Zero;
    }

    private static ContainerType GetType(Container container) =>
        container.Role switch
        {
            ContainerRole.Sidecar => ContainerType.Sidecar,
            ContainerRole.Init => ContainerType.Init,
            _ => ContainerType.Main,
        };

    // Without a request the API server defaults it to the limit.
    private static Quantity? FindRequest(PropertyNode resources, string resource) =>
        Parse(resources["requests"][resource]) ?? Parse(resources["limits"][resource]);

    private static Quantity? Parse(PropertyNode amount) => Quantity.TryParse(amount.Scalar, out var parsed) ? parsed : null;
}
