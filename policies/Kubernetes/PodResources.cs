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
    public static double GetRequest(PodTemplate pod, string resource)
    {
        if (Quantity.Parse(pod.Spec["resources"]["requests"][resource].Scalar) is { } ofPod)
            return ofPod;

        double running = 0, sidecars = 0, starting = 0;
        foreach (var container in pod.Containers)
        {
            var request = GetRequest(container, resource);
            switch (container.Role)
            {
                case ContainerRole.Sidecar:
                    sidecars += request;
                    starting = Math.Max(starting, sidecars);
                    break;
                case ContainerRole.Init:
                    starting = Math.Max(starting, sidecars + request);
                    break;
                case ContainerRole.Main:
                    running += request;
                    break;
            }
        }

        return Math.Max(running + sidecars, starting) + (Quantity.Parse(pod.Spec["overhead"][resource].Scalar) ?? 0);
    }

    // A limit without a request is a request too.
    private static double GetRequest(Container container, string resource)
    {
        var resources = container["resources"];
        return Quantity.Parse(resources["requests"][resource].Scalar) ?? Quantity.Parse(resources["limits"][resource].Scalar) ?? 0;
    }
}
