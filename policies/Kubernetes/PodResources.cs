using Infra.Kubernetes;

namespace Infra.Policies.Kubernetes;

/// <summary>What the scheduler sets aside for a pod.</summary>
internal static class PodResources
{
    /// <summary>
    /// The request of a pod: those of its containers and sidecars together, or that of the hungriest init container (with the sidecars
    /// started before it) where it is more, and the runtime's overhead.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="resource">The resource, e.g. <c>cpu</c>.</param>
    public static Quantity GetRequest(PodTemplate pod, string resource)
    {
        if (Quantity.TryParse(pod.Spec["resources"]["requests"][resource].Scalar, out var ofPod))
            return ofPod;

        Quantity running = default, sidecars = default, starting = default;
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

    // A limit without a request is a request too.
    private static Quantity GetRequest(Container container, string resource)
    {
        var resources = container["resources"];
        return Quantity.TryParse(resources["requests"][resource].Scalar, out var request) ? request
            : Quantity.TryParse(resources["limits"][resource].Scalar, out var limit) ? limit
            : Quantity.Zero;
    }
}
