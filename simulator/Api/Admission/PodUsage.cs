using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// The requests and limits of a pod: the sum of its containers and sidecars, or the peak of an init container with the sidecars before it
/// if that is more, plus the overhead. A pod-level amount replaces all of this.
/// </summary>
internal sealed class PodUsage(JsonObject spec)
{
    /// <summary>Finds the pod's request or limit of a resource; null if neither the pod nor a container has one.</summary>
    public Quantity? Find(string list, string name)
    {
        if (spec.Map("resources", list)?[name] is { } podLevel)
        {
            return Quantity.FromJson(podLevel);
        }

        Quantity? sum = null;
        foreach (var container in spec.Objects("containers"))
        {
            sum = Add(sum, FindAmount(container, list, name));
        }

        Quantity? sidecars = null;
        Quantity? peak = null;
        foreach (var container in spec.Objects("initContainers"))
        {
            var amount = FindAmount(container, list, name);
            if (container.Text("restartPolicy") == "Always")
            {
                sum = Add(sum, amount);
                sidecars = Add(sidecars, amount);
                peak = Max(peak, sidecars);
            }
            else
            {
                peak = Max(peak, Add(sidecars, amount));
            }
        }
        var whole = Max(sum, peak);
        return whole is null || spec.Map("overhead")?[name] is not { } overhead ? whole : whole + Quantity.FromJson(overhead);
    }

    /// <summary>Returns the names of all resources in the requests or limits of the pod and its containers.</summary>
    public IEnumerable<string> GetNames(string list) =>
        spec.Objects("containers")
            .Concat(spec.Objects("initContainers"))
            .Select(container => container.Map("resources", list))
            .Append(spec.Map("resources", list))
            .SelectMany(amounts => amounts ?? [])
            .Select(amount => amount.Key)
            .Distinct();

    /// <summary>Finds a container's request or limit of a resource, or null.</summary>
    public static Quantity? FindAmount(JsonObject container, string list, string name) =>
        container.Map("resources", list)?[name] is { } amount ? Quantity.FromJson(amount) : null;

    private static Quantity? Add(Quantity? left, Quantity? right) =>
        left is null ? right
        : right is null ? left
        : left + right;

    private static Quantity? Max(Quantity? left, Quantity? right) =>
        left is null ? right
        : right is null || left >= right ? left
        : right;
}
