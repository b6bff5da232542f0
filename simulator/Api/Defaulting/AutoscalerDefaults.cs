using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of HorizontalPodAutoscalers.</summary>
internal static class AutoscalerDefaults
{
    /// <summary>Without any metric, the CPU utilization is one.</summary>
    public static void ApplyToV1(JsonObject body, JsonObject spec)
    {
        spec.SetDefault("minReplicas", 1L);
        if (body.Text("metadata", "annotations", "autoscaling.alpha.kubernetes.io/metrics") is null or "")
        {
            spec.SetDefault("targetCPUUtilizationPercentage", 80L);
        }
    }

    public static void ApplyToV2(JsonObject spec)
    {
        spec.SetDefault("minReplicas", 1L);
        if (spec.Array("metrics") is null or { Count: 0 })
        {
            spec["metrics"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "Resource",
                    ["resource"] = new JsonObject
                    {
                        ["name"] = "cpu",
                        ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80L },
                    },
                }
            );
        }
        if (spec.Map("behavior") is not { } behavior)
        {
            return;
        }

        behavior["scaleUp"] = CreateRules(
            behavior.Map("scaleUp"),
            window: 0,
            [CreatePolicy("Pods", 4, 15), CreatePolicy("Percent", 100, 15)]
        );
        behavior["scaleDown"] = CreateRules(behavior.Map("scaleDown"), window: null, [CreatePolicy("Percent", 100, 15)]);
    }

    private static JsonObject CreateRules(JsonObject? given, long? window, JsonObject[] policies)
    {
        var rules = given?.Clone() ?? [];
        if (window is { } seconds)
        {
            rules.SetDefault("stabilizationWindowSeconds", seconds);
        }

        rules.SetDefault("selectPolicy", "Max");
        if (rules.Array("policies") is null or { Count: 0 })
        {
            rules["policies"] = new JsonArray([.. policies]);
        }

        return rules;
    }

    private static JsonObject CreatePolicy(string type, long value, long periodSeconds) =>
        new()
        {
            ["type"] = type,
            ["value"] = value,
            ["periodSeconds"] = periodSeconds,
        };
}
