using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The initial status and the quality-of-service class of pods.</summary>
internal static class PodStatus
{
    private static readonly string[] _computeResources = ["cpu", "memory"];

    public static void SetInitial(JsonObject pod)
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
                    ["lastTransitionTime"] = pod.Text("metadata", "creationTimestamp"),
                    ["reason"] = "SchedulingGated",
                    ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
                }
            );
        }
        status["qosClass"] = GetQualityOfService(pod.Map("spec") ?? []);
        pod["status"] = status;
    }

    /// <summary>
    /// Returns the quality-of-service class: Guaranteed if all containers have limits of CPU and memory and equal requests, BestEffort if
    /// none has a request or limit of them, otherwise Burstable.
    /// </summary>
    public static string GetQualityOfService(JsonObject spec)
    {
        List<JsonObject?> all = spec.Map("resources") is { Count: > 0 } podLevel
            ? [podLevel]
            : [.. spec.Objects("initContainers").Concat(spec.Objects("containers")).Select(container => container.Map("resources"))];
        var hasAmounts = all.Any(resources =>
            _computeResources.Any(name =>
                FindAmount(resources, "requests", name) is not null || FindAmount(resources, "limits", name) is not null
            )
        );
        if (!hasAmounts)
        {
            return "BestEffort";
        }

        var isGuaranteed = all.TrueForAll(resources =>
            Array.TrueForAll(_computeResources, name =>
                FindAmount(resources, "limits", name) is { } limit && (FindAmount(resources, "requests", name) ?? limit) == limit
            )
        );
        return isGuaranteed ? "Guaranteed" : "Burstable";
    }

    private static Quantity? FindAmount(JsonObject? resources, string list, string name) =>
        resources?.Map(list)?[name] is { } amount && Quantity.FromJson(amount) is { Sign: > 0 } parsed ? parsed : null;
}
