using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;

namespace Infra.Backend.Scaling;

/// <summary>
/// KEDA's ScaledObject of a service, which KEDA makes an autoscaler from, and the TriggerAuthentication with which it reads the queue. The
/// service has no autoscaler of its own: two of them would undo each other's changes.
/// </summary>
internal static class ScaledObject
{
    private const string ApiVersion = "keda.sh/v1alpha1";

    public static Resource Create(
        ServicePlan service,
        ScalingSettings scaling,
        QueuePlan queue,
        Output<string> targetNamespace,
        CustomResourceOptions options
    )
    {
        var annotations = ServiceAnnotations.ForService(service);
        KedaTrigger[] triggers = [.. KedaTrigger.Create(queue, scaling)];
        foreach (var trigger in triggers.Where(trigger => !trigger.Credentials.IsEmpty))
        {
            var own = new CustomResourceOptions { Parent = options.Parent };
            options.DependsOn.Add(Create(service, "TriggerAuthentication", Metadata(annotations), Authentication(trigger), own));
        }

        if (service.ScheduledMinimums is not null)
        {
            options.IgnoreChanges.Add(MinimumField.OfScaledObject.Property);
        }

        // KEDA reports it as ready once it has read the queue.
        var waiting = annotations.SetItem("pulumi.com/waitFor", "condition=Ready");
        return Create(service, "ScaledObject", Metadata(waiting), Spec(service, scaling, queue, triggers), options);

        ImmutableDictionary<string, object?> Metadata(ImmutableSortedDictionary<string, string> own)
        {
            var labels = ServiceLabels.ForService(service);
            var fields = Fields(("name", service.Name), ("namespace", targetNamespace), ("labels", labels));
            return own.IsEmpty ? fields : fields.Add("annotations", own);
        }
    }

    private static CustomResource Create(
        ServicePlan service,
        string kind,
        ImmutableDictionary<string, object?> metadata,
        ImmutableDictionary<string, object?> spec,
        CustomResourceOptions options
    ) =>
        new(
            $"kubernetes:{ApiVersion}:{kind}",
            service.System.ResourceName(service.Name),
            new DictionaryResourceArgs(Fields(("apiVersion", ApiVersion), ("kind", kind), ("metadata", metadata), ("spec", spec))),
            options
        );

    private static ImmutableDictionary<string, object?> Spec(
        ServicePlan service,
        ScalingSettings scaling,
        QueuePlan queue,
        IEnumerable<KedaTrigger> triggers
    )
    {
        var advanced = Fields(("horizontalPodAutoscalerConfig", Fields(("behavior", Autoscaler.Behaviour(scaling)))));
        var spec = Fields(
            ("scaleTargetRef", Fields(("apiVersion", "apps/v1"), ("kind", Autoscaler.TargetKind(service)), ("name", service.Name))),
            ("minReplicaCount", service.Replicas.Minimum),
            ("maxReplicaCount", service.Replicas.Maximum),
            ("triggers", triggers.Select(trigger => Describe(trigger, service)).ToImmutableArray())
        );

        // Without KEDA, a workload that was left at zero would stay there: an autoscaler does not start the first pod.
        return service.ScalesToZero
            ? spec.Add("cooldownPeriod", queue.Cooldown.WholeSeconds()).Add("advanced", advanced.Add("restoreToOriginalReplicaCount", true))
            : spec.Add("advanced", advanced);
    }

    private static ImmutableDictionary<string, object?> Describe(KedaTrigger trigger, ServicePlan service)
    {
        var fields = Fields(("type", trigger.Type), ("metadata", trigger.Metadata));
        if (trigger.MetricType is { } type)
        {
            fields = fields.Add("metricType", type);
        }

        return trigger.Credentials.IsEmpty ? fields : fields.Add("authenticationRef", Fields(("name", service.Name)));
    }

    private static ImmutableDictionary<string, object?> Authentication(KedaTrigger trigger) =>
        Fields(
            (
                "secretTargetRef",
                trigger
                    .Credentials.Select(credential =>
                        Fields(("parameter", credential.Parameter), ("name", credential.Secret), ("key", credential.Key))
                    )
                    .ToImmutableArray()
            )
        );

    private static ImmutableDictionary<string, object?> Fields(params IEnumerable<(string Key, object? Value)> fields) =>
        fields.ToImmutableDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
}
