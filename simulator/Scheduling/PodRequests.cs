using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>The resource requests of a pod, as the scheduler counts them.</summary>
internal static class PodRequests
{
    // Kubernetes' defaults for scores.
    private static readonly Quantity DefaultCpu = Quantity.FromMilli(100);
    private static readonly Quantity DefaultMemory = Quantity.FromWhole(200 * 1024 * 1024);

    /// <summary>Sums the stated requests.</summary>
    public static Resources FromSpec(JsonObject spec) => Sum(spec, [], FindRequest);

    /// <summary>Sums the requests, with default CPU and memory for containers without any.</summary>
    public static Resources FromSpecWithDefaults(JsonObject spec) => Sum(spec, ["cpu", "memory"], (container, name) => FindRequest(
                container,
                name
            )
            ?? name switch
            {
                "cpu" => DefaultCpu,
                "memory" => DefaultMemory,
                _ => null,
            });

    private static Resources Sum(JsonObject spec, string[] defaulted, Func<JsonObject, string, Quantity?> find)
    {
        var containers = PodContainers.Get(spec).ToList();
        var (podLevel, overhead) = (spec.Map("resources", "requests"), spec.Map("overhead"));
        var names = containers
            .SelectMany(container => new[] { container.Spec.Map("resources", "requests"), container.Spec.Map("resources", "limits") })
            .Append(podLevel)
            .Append(overhead)
            .SelectMany(amounts => amounts ?? [])
            .Select(amount => amount.Key)
            .Concat(defaulted)
            .Distinct();
        var total = new Resources();
        foreach (var name in names)
        {
            var amounts = containers.Select(container => new ContainerAmount(container.Type, find(container.Spec, name)));
            if (PodResourceTotal.GetRequest(name, amounts, Read(podLevel, name), Read(overhead, name)) is { } amount)
            {
                total.Set(name, amount);
            }
        }

        return total;
    }

    // The request defaults to the limit.
    private static Quantity? FindRequest(JsonObject container, string name) =>
        Read(container.Map("resources", "requests"), name) ?? Read(container.Map("resources", "limits"), name);

    private static Quantity? Read(JsonObject? amounts, string name) => amounts?[name] is { } amount ? Quantity.FromJson(amount) : null;
}
