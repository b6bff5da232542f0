using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Backend.Explanations;

/// <summary>Explains the clusters of a service and where its pods are scheduled.</summary>
internal static class PlacementExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service, StackSettings stack)
    {
        var (placement, settings) = (service.Placement, stack.Services[service.Name]);
        if (stack.Clusters.Count > 0)
        {
            var clusters = string.Join(", ", settings.Clusters ?? [.. stack.Clusters.Keys]);
            log.Add("clusters", $"[{clusters}]", "default: every cluster of the stack", log.FindPlace("clusters"));
        }

        if (service.IsReplicated)
        {
            ExplainSpreading(log, settings, "zones", placement.Zones, SpreadConstraint.ZoneTopology);
            ExplainSpreading(log, settings, "nodes", placement.Nodes, SpreadConstraint.NodeTopology);
        }

        foreach (var (label, value) in placement.NodeLabels)
        {
            log.Add(
                $"nodeSelector.{label}",
                value,
                "labels of the pool or the kind of hardware",
                "placement.pool",
                "placement.performance"
            );
        }

        if (placement.PriorityClass is { } priority)
        {
            var reason = settings.Placement.Priority is null
                ? log.PresetReason("its priority, for long-running services")
                : "rule: <system>-<stack>-<placement.priority>";
            log.Add("priorityClassName", priority, reason, "placement.priority", otherwise: log.PresetPlace);
        }

        if (placement.RuntimeClass is { } runtime)
        {
            log.Add("runtimeClassName", runtime, "rule: <system>-<stack>-<placement.runtime>", "placement.runtime");
        }

        foreach (var (resource, amount) in ResourceList.From(placement.Overhead))
        {
            log.Add(
                $"overhead.{resource}",
                amount,
                "overhead of the container runtime, which Kubernetes adds to the pods",
                "placement.runtime"
            );
        }
    }

    private static void ExplainSpreading(DecisionLog log, ServiceSettings settings, string setting, Spreading spreading, string topology)
    {
        if (SpreadConstraint.DoesSpread(settings.Placement.Spread, topology))
        {
            log.Add($"placement.{setting}", "its own rule", $"rule: placement.spread replaces it for {topology}", "placement.spread");
        }
        else
        {
            log.Add(
                $"placement.{setting}",
                DecisionLog.EnumName(spreading),
                log.PresetReason($"its spreading over {setting}"),
                log.PresetPlace
            );
        }
    }
}
