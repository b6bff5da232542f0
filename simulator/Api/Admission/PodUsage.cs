using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// What a whole pod asks for: the containers and sidecars together, or a single init container with the sidecars before it if that is more;
/// plus the pod's overhead.
/// </summary>
internal sealed class PodUsage(JsonObject spec)
{
    /// <summary>The pod's requests or limits of a resource; null where no container has any.</summary>
    public Quantity? Of(string list, string name)
    {
        if (spec.Map("resources", list)?[name] is { } ofPod)
        {
            return Quantity.FromJson(ofPod);
        }

        Quantity? sum = null;
        foreach (var container in spec.Objects("containers"))
        {
            sum = Add(sum, Amount(container, list, name));
        }

        Quantity? sidecars = null;
        Quantity? peak = null;
        foreach (var container in spec.Objects("initContainers"))
        {
            var amount = Amount(container, list, name);
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

    /// <summary>The names of all resources that any container mentions.</summary>
    public IEnumerable<string> Names(string list) =>
        spec.Objects("containers")
            .Concat(spec.Objects("initContainers"))
            .Select(container => container.Map("resources", list))
            .Append(spec.Map("resources", list))
            .SelectMany(amounts => amounts ?? [])
            .Select(amount => amount.Key)
            .Distinct();

    private static Quantity? Amount(JsonObject container, string list, string name) =>
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
