using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The status a pod begins with.</summary>
internal static class PodStatus
{
    private static readonly string[] _computed = ["cpu", "memory"];

    public static void Begin(JsonObject pod)
    {
        var status = new JsonObject { ["phase"] = "Pending" };
        if (pod.Array("spec", "schedulingGates") is { Count: > 0 })
        {
            status["conditions"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "PodScheduled",
                    ["status"] = "False",
                    ["lastProbeTime"] = null,
                    ["lastTransitionTime"] = null,
                    ["reason"] = "SchedulingGated",
                    ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
                }
            );
        }
        status["qosClass"] = QualityOfService(pod.Map("spec") ?? []);
        pod["status"] = status;
    }

    /// <summary>
    /// Guaranteed: all containers limit CPU and memory and request as much. BestEffort: none asks for anything. Else Burstable.
    /// </summary>
    public static string QualityOfService(JsonObject spec)
    {
        List<JsonObject?> all = spec.Map("resources") is { Count: > 0 } ofPod
            ? [ofPod]
            : [.. spec.Objects("initContainers").Concat(spec.Objects("containers")).Select(container => container.Map("resources"))];
        var asks = all.Any(resources =>
            _computed.Any(name => Amount(resources, "requests", name) is not null || Amount(resources, "limits", name) is not null)
        );
        if (!asks)
        {
            return "BestEffort";
        }

        var isGuaranteed = all.TrueForAll(resources =>
            Array.TrueForAll(_computed, name =>
                Amount(resources, "limits", name) is { } limit && (Amount(resources, "requests", name) ?? limit) == limit
            )
        );
        return isGuaranteed ? "Guaranteed" : "Burstable";
    }

    private static Quantity? Amount(JsonObject? resources, string list, string name) =>
        resources?.Map(list)?[name] is { } amount && Quantity.FromJson(amount) is { Sign: > 0 } parsed ? parsed : null;
}
