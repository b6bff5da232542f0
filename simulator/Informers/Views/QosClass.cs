using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>The class by which a node short of memory chooses whom to end first.</summary>
internal static class QosClass
{
    /// <summary>Guaranteed where every container's limits are its requests for CPU and memory, BestEffort where none states any, else Burstable.</summary>
    public static string Of(JsonObject spec)
    {
        var containers = spec.Objects("containers").Concat(spec.Objects("initContainers")).ToList();
        if (containers.TrueForAll(c => Amount(c, "requests", "cpu") is null && Amount(c, "requests", "memory") is null
            && Amount(c, "limits", "cpu") is null && Amount(c, "limits", "memory") is null))
            return "BestEffort";
        return containers.TrueForAll(c => IsFixed(c, "cpu") && IsFixed(c, "memory")) ? "Guaranteed" : "Burstable";
    }

    private static bool IsFixed(JsonObject container, string resource) =>
        Amount(container, "limits", resource) is { } limit && (Amount(container, "requests", resource) ?? limit) == limit;

    private static string? Amount(JsonObject container, string kind, string resource) => container.Text("resources", kind, resource);
}
