namespace Infra.Kubernetes;

/// <summary>How a container counts toward its pod's resources.</summary>
public enum ContainerType
{
    /// <summary>A container of <c>spec.containers</c>.</summary>
    Main,

    /// <summary>An init container that runs to completion.</summary>
    Init,

    /// <summary>An init container with <c>restartPolicy: Always</c>, which keeps running.</summary>
    Sidecar,
}

/// <summary>A container's request or limit of one resource.</summary>
/// <param name="Type">The type of the container.</param>
/// <param name="Amount">The amount; null if the container states none.</param>
public readonly record struct ContainerAmount(ContainerType Type, Quantity? Amount);

/// <summary>
/// Computes a pod's request or limit of one resource from its containers, its pod-level resources and its overhead, like <c>PodRequests</c>
/// and <c>PodLimits</c> of k8s.io/component-helpers.
/// </summary>
public static class PodResourceTotal
{
    /// <summary>Returns the request, or null if neither the pod nor a container states one and there is no overhead.</summary>
    /// <param name="resource">The resource, such as <c>cpu</c>.</param>
    /// <param name="containers">The containers; init containers and sidecars in the order in which they start.</param>
    /// <param name="podLevel">The amount in the pod's own <c>resources</c>. Ignored for resources that have no pod-level amounts.</param>
    /// <param name="overhead">The amount in the pod's <c>overhead</c>.</param>
    public static Quantity? GetRequest(
        string resource,
        IEnumerable<ContainerAmount> containers,
        Quantity? podLevel = null,
        Quantity? overhead = null
    ) => Add(GetAmount(resource, containers, podLevel), overhead);

    /// <summary>
    /// Returns the limit, or null if neither the pod nor a container states one. The overhead is added only to a limit other than zero,
    /// which means unlimited.
    /// </summary>
    /// <param name="resource">The resource, such as <c>cpu</c>.</param>
    /// <param name="containers">The containers; init containers and sidecars in the order in which they start.</param>
    /// <param name="podLevel">The amount in the pod's own <c>resources</c>. Ignored for resources that have no pod-level amounts.</param>
    /// <param name="overhead">The amount in the pod's <c>overhead</c>.</param>
    public static Quantity? GetLimit(
        string resource,
        IEnumerable<ContainerAmount> containers,
        Quantity? podLevel = null,
        Quantity? overhead = null
    )
    {
        var limit = GetAmount(resource, containers, podLevel);
        return limit is { IsZero: false } ? Add(limit, overhead) : limit;
    }

    /// <summary>
    /// Aggregates the amounts of containers: the sum of main containers and sidecars, or the peak while the init containers run, if that is
    /// higher. An init container runs beside the sidecars started before it. Null if no container states an amount.
    /// </summary>
    public static Quantity? Aggregate(IEnumerable<ContainerAmount> containers)
    {
        ArgumentNullException.ThrowIfNull(containers);
        Quantity? main = null;
        Quantity? sidecars = null;
        Quantity? peak = null;
        foreach (var (type, amount) in containers)
        {
            switch (type)
            {
                case ContainerType.Sidecar:
                    sidecars = Add(sidecars, amount);
                    peak = Max(peak, sidecars);
                    break;
                case ContainerType.Init:
                    peak = Max(peak, Add(amount, sidecars));
                    break;
                default:
                    main = Add(main, amount);
                    break;
            }
        }

        return Max(Add(main, sidecars), peak);
    }

    /// <summary>Whether a pod can state its own amount of a resource, which replaces the sum of its containers.</summary>
    public static bool IsPodLevel(string resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource is "cpu" or "memory" || resource.StartsWith("hugepages-", StringComparison.Ordinal);
    }

    private static Quantity? GetAmount(string resource, IEnumerable<ContainerAmount> containers, Quantity? podLevel) =>
        podLevel is not null && IsPodLevel(resource) ? podLevel : Aggregate(containers);

    private static Quantity? Add(Quantity? left, Quantity? right) =>
        left is null ? right
        : right is null ? left
        : left + right;

    private static Quantity? Max(Quantity? left, Quantity? right) =>
        left is null ? right
        : right is null || left >= right ? left
        : right;
}
