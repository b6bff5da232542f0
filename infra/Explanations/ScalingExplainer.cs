using Infra.Backend.Planning;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains the number of pods of a service.</summary>
internal static class ScalingExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service)
    {
        if (!service.IsReplicated)
        {
            return;
        }

        if (service.Replicas.Scaling is { } scaling)
        {
            ExplainAutoscaler(log, service.Replicas, scaling);
            ExplainQueue(log, service);
        }
        else
        {
            log.Add("replicas", $"{service.Replicas.Minimum}", log.PresetReason("its replicas"), log.PresetPlace);
        }

        if (!service.HasDisruptionBudget)
        {
            log.AddDerived("podDisruptionBudget", "none", "rule: a service that scales to zero has none");
        }
        else if (service.DisruptionBudget is { MaxUnavailable: null, MinAvailable: null })
        {
            log.AddDerived(
                "podDisruptionBudget.maxUnavailable",
                $"{service.Disruption.MaxUnavailable}",
                $"rule: max(1, minimum pods / 4) = max(1, {service.MinimumPods} / 4)"
            );
        }

        if (service.Kind != ServiceKind.Stateful)
        {
            log.AddDerived(
                "maximum pods",
                $"{service.MaximumPods}",
                $"rule: maximum replicas and a surge of {service.Rollout.MaxSurge}, rounded up"
            );
        }
    }

    private static void ExplainAutoscaler(DecisionLog log, ReplicaCount replicas, ScalingSettings scaling)
    {
        log.Add("scaling.min", $"{replicas.Minimum}", log.PresetReason("the smaller of its replicas and scaling.max"), log.PresetPlace);
        log.Add("scaling.max", $"{replicas.Maximum}", "default");
        if (scaling.Cpu is { } cpu)
        {
            log.Add("scaling.cpu", $"{cpu}%", "default where no other target is given");
        }

        var behaviour = $"behaviour '{DecisionLog.EnumName(scaling.Behaviour)}'";
        log.Add("scaling.up", Format(ScalingPolicies.Up(scaling)), behaviour, "scaling.up", "scaling.behaviour");
        log.Add("scaling.down", Format(ScalingPolicies.Down(scaling)), behaviour, "scaling.down", "scaling.behaviour");
    }

    private static void ExplainQueue(DecisionLog log, ServicePlan service)
    {
        if (service.Queues.IsEmpty)
        {
            return;
        }

        foreach (var (position, queue) in service.Queues.Index())
        {
            var at = service.Queues.Length == 1 ? "scaling.queue" : $"scaling.queue[{position}]";
            if (queue.Connection.Kind == StoreKind.Kafka)
            {
                log.Add($"{at}.group", queue.Group, "default: the service's name");
            }

            if (service.ScalesToZero)
            {
                log.Add($"{at}.cooldown", Duration.Format(queue.Cooldown), "default");
            }
        }

        log.AddDerived(
            "autoscaler",
            DerivedNames.Autoscaler(service),
            service.IsScaledByKeda
                ? $"rule: KEDA makes it from the ScaledObject '{service.Name}', and reads the queue as the service's user"
                : $"rule: without KEDA it follows the external metric '{string.Join("' and '", ListMetrics(service))}' of the monitoring"
        );
    }

    private static IEnumerable<string> ListMetrics(ServicePlan service) =>
        service.Queues.Select(queue => QueueMetric.Find(queue.Connection.Kind)?.Name).OfType<string>().Distinct(StringComparer.Ordinal);

    private static string Format(ScalingPolicies policies)
    {
        var limits = policies.Policies.Select(policy => $"{policy.By} every {Duration.Format(policy.Every)}");
        return policies.Selection == PolicySelection.Disabled
            ? "never"
            : $"{string.Join(policies.Selection == PolicySelection.Min ? " and " : " or ", limits)}, stabilization window {Duration.Format(policies.StabilizationWindow)}";
    }
}
