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
    public static Resources FromSpec(JsonObject spec) => Sum(spec, hasDefaults: false);

    /// <summary>Sums the requests, with default CPU and memory for containers without any.</summary>
    public static Resources FromSpecWithDefaults(JsonObject spec) => Sum(spec, hasDefaults: true);

    private static Resources Sum(JsonObject spec, bool hasDefaults)
    {
        List<Container> containers =
        [
            .. PodContainers
                .Get(spec)
                .Select(one => new Container(one.Type, one.Spec.Map("resources", "requests"), one.Spec.Map("resources", "limits"))),
        ];
        var (podLevel, overhead) = (spec.Map("resources", "requests"), spec.Map("overhead"));
        var names = new List<string>();
        foreach (var container in containers)
        {
            AddNames(names, container.Requests);
            AddNames(names, container.Limits);
        }

        AddNames(names, podLevel);
        AddNames(names, overhead);
        if (hasDefaults)
        {
            AddName(names, "cpu");
            AddName(names, "memory");
        }

        var total = new Resources();
        var amounts = new ContainerAmount[containers.Count];
        foreach (var name in names)
        {
            for (var i = 0; i < amounts.Length; i++)
            {
                // The request defaults to the limit.
                var amount = Read(containers[i].Requests, name) ?? Read(containers[i].Limits, name);
                amounts[i] = new ContainerAmount(containers[i].Type, amount ?? (hasDefaults ? FindDefault(name) : null));
            }

            if (PodResourceTotal.GetRequest(name, amounts, Read(podLevel, name), Read(overhead, name)) is { } sum)
            {
                total.Set(name, sum);
            }
        }

        return total;
    }

    private static Quantity? FindDefault(string name) =>
        name switch
        {
            "cpu" => DefaultCpu,
            "memory" => DefaultMemory,
            _ => null,
        };

    private static void AddNames(List<string> names, JsonObject? amounts)
    {
        foreach (var (name, _) in amounts ?? [])
        {
            AddName(names, name);
        }
    }

    private static void AddName(List<string> names, string name)
    {
        if (!names.Contains(name))
        {
            names.Add(name);
        }
    }

    private static Quantity? Read(JsonObject? amounts, string name) => amounts?[name] is { } amount ? Quantity.FromJson(amount) : null;

    private readonly record struct Container(ContainerType Type, JsonObject? Requests, JsonObject? Limits);
}
