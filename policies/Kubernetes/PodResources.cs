using Infra.Kubernetes;

namespace Infra.Policies.Kubernetes;

/// <summary>The requests of a pod.</summary>
internal static class PodResources
{
    /// <summary>
    /// Returns the request that the scheduler reserves: the sum over containers and sidecars, or the maximum over init containers (each
    /// with the sidecars started before it) if that is higher, plus the overhead of the runtime class.
    /// </summary>
    public static Quantity GetRequest(PodTemplate pod, string resource)
    {
        if (Quantity.TryParse(pod.Spec["resources"]["requests"][resource].Scalar, out var ofPod))
        {
            return ofPod;
        }

        Quantity running = default,
            sidecars = default,
            starting = default;
        foreach (var container in pod.Containers)
        {
            var request = GetRequest(container, resource);
            switch (container.Role)
            {
                case ContainerRole.Sidecar:
                    sidecars += request;
                    starting = Quantity.Max(starting, sidecars);
                    break;
                case ContainerRole.Init:
                    starting = Quantity.Max(starting, sidecars + request);
                    break;
                case ContainerRole.Main:
                    running += request;
                    break;
            }
        }

        var own = Quantity.Max(running + sidecars, starting);
        return Quantity.TryParse(pod.Spec["overhead"][resource].Scalar, out var overhead) ? own + overhead : own;
    }

    // Without a request the API server defaults it to the limit.
    private static Quantity GetRequest(Container container, string resource)
    {
        var resources = container["resources"];
        return Quantity.TryParse(resources["requests"][resource].Scalar, out var request) ? request
            : Quantity.TryParse(resources["limits"][resource].Scalar, out var limit) ? limit
            : Quantity.Zero;
    }
}
