using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The requests and limits of a pod.</summary>
internal sealed class PodUsage(JsonObject spec)
{
    /// <summary>Finds the pod's request or limit of a resource with its overhead, as quotas count it; null if it has none.</summary>
    public Quantity? Find(string list, string name)
    {
        var overhead = ReadAmount(spec.Map("overhead"), name);
        return list == "limits"
            ? PodResourceTotal.GetLimit(name, GetContainers(list, name), FindPodLevel(list, name), overhead)
            : PodResourceTotal.GetRequest(name, GetContainers(list, name), FindPodLevel(list, name), overhead);
    }

    /// <summary>
    /// Finds the pod's request or limit of a resource without its overhead, as LimitRanges count it; null if it has none.
    /// </summary>
    public Quantity? FindWithoutOverhead(string list, string name) =>
        PodResourceTotal.GetRequest(name, GetContainers(list, name), FindPodLevel(list, name));

    /// <summary>Returns the names of all resources in the requests or limits of the pod and its containers, and in its overhead.</summary>
    public IEnumerable<string> GetNames(string list) =>
        spec.Objects("containers")
            .Concat(spec.Objects("initContainers"))
            .Select(container => container.Map("resources", list))
            .Append(spec.Map("resources", list))
            .Append(spec.Map("overhead"))
            .SelectMany(amounts => amounts ?? [])
            .Select(amount => amount.Key)
            .Distinct();

    /// <summary>Finds a container's request or limit of a resource, or null.</summary>
    public static Quantity? FindAmount(JsonObject container, string list, string name) =>
        ReadAmount(container.Map("resources", list), name);

    private Quantity? FindPodLevel(string list, string name) => ReadAmount(spec.Map("resources", list), name);

    private IEnumerable<ContainerAmount> GetContainers(string list, string name) =>
        PodContainers.Get(spec).Select(container => new ContainerAmount(container.Type, FindAmount(container.Spec, list, name)));

    private static Quantity? ReadAmount(JsonObject? amounts, string name) =>
        amounts?[name] is { } amount ? Quantity.FromJson(amount) : null;
}
