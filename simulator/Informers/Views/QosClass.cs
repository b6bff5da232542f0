using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A pod's quality-of-service class, which decides the order of eviction on a node short of memory.</summary>
internal static class QosClass
{
    /// <summary>
    /// Guaranteed if every container's CPU and memory limits equal its requests, BestEffort if no container has any, else Burstable.
    /// </summary>
    public static string FromSpec(JsonObject spec)
    {
        var containers = spec.Objects("containers").Concat(spec.Objects("initContainers")).ToList();
        if (
            containers.TrueForAll(c =>
                Amount(c, "requests", "cpu") is null
                && Amount(c, "requests", "memory") is null
                && Amount(c, "limits", "cpu") is null
                && Amount(c, "limits", "memory") is null
            )
        )
        {
            return "BestEffort";
        }

        return containers.TrueForAll(c => IsFixed(c, "cpu") && IsFixed(c, "memory")) ? "Guaranteed" : "Burstable";
    }

    private static bool IsFixed(JsonObject container, string resource) =>
        Amount(container, "limits", resource) is { } limit && (Amount(container, "requests", resource) ?? limit) == limit;

    private static string? Amount(JsonObject container, string kind, string resource) => container.Text("resources", kind, resource);
}
