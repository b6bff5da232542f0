using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;

namespace Infra.Backend.Scaling;

/// <summary>
/// KEDA's ScaledObject of a service, which KEDA makes an autoscaler from, and the TriggerAuthentications with which it reads the queues.
/// The service has no autoscaler of its own: two of them would undo each other's changes.
/// </summary>
internal static class ScaledObject
{
    private const string ApiVersion = "keda.sh/v1alpha1";

    public static Resource Create(
        ServicePlan service,
        ScalingSettings scaling,
        Output<string> targetNamespace,
        CustomResourceOptions options
    )
    {
        var annotations = ServiceAnnotations.ForService(service);
        KedaTrigger[] triggers = [.. KedaTrigger.Create(service.Queues, scaling)];
        foreach (var trigger in triggers.Where(trigger => trigger.Authentication is not null).DistinctBy(trigger => trigger.Authentication))
        {
            var (name, own) = (trigger.Authentication!, new CustomResourceOptions { Parent = options.Parent });
            options.DependsOn.Add(
                Create(service, "TriggerAuthentication", name, Metadata(name, annotations), Authentication(trigger), own)
            );
        }

        if (service.ScheduledMinimums is not null)
        {
            options.IgnoreChanges.Add(MinimumField.OfScaledObject.Property);
        }

        // KEDA reports it as ready once it has read the queues.
        var waiting = annotations.SetItem("pulumi.com/waitFor", "condition=Ready");
        return Create(service, "ScaledObject", service.Name, Metadata(service.Name, waiting), Spec(service, scaling, triggers), options);

        ImmutableDictionary<string, object?> Metadata(string name, ImmutableSortedDictionary<string, string> own)
        {
            var labels = ServiceLabels.ForService(service);
            var fields = Fields(("name", name), ("namespace", targetNamespace), ("labels", labels));
            return own.IsEmpty ? fields : fields.Add("annotations", own);
        }
    }

    private static CustomResource Create(
        ServicePlan service,
        string kind,
        string name,
        ImmutableDictionary<string, object?> metadata,
        ImmutableDictionary<string, object?> spec,
        CustomResourceOptions options
    ) =>
        new(
            $"kubernetes:{ApiVersion}:{kind}",
            service.System.ResourceName(name),
            new DictionaryResourceArgs(Fields(("apiVersion", ApiVersion), ("kind", kind), ("metadata", metadata), ("spec", spec))),
            options
        );

    private static ImmutableDictionary<string, object?> Spec(
        ServicePlan service,
        ScalingSettings scaling,
        IEnumerable<KedaTrigger> triggers
    )
    {
        var advanced = Fields(("horizontalPodAutoscalerConfig", Fields(("behavior", Autoscaler.Behaviour(scaling)))));
        var spec = Fields(
            ("scaleTargetRef", Fields(("apiVersion", "apps/v1"), ("kind", Autoscaler.TargetKind(service)), ("name", service.Name))),
            ("minReplicaCount", service.Replicas.Minimum),
            ("maxReplicaCount", service.Replicas.Maximum),
            ("triggers", triggers.Select(Describe).ToImmutableArray())
        );

        // Without KEDA, a workload that was left at zero would stay there: an autoscaler does not start the first pod.
        return service.ScalesToZero
            ? spec.Add("cooldownPeriod", service.Queues.Max(queue => queue.Cooldown).WholeSeconds())
                .Add("advanced", advanced.Add("restoreToOriginalReplicaCount", true))
            : spec.Add("advanced", advanced);
    }

    private static ImmutableDictionary<string, object?> Describe(KedaTrigger trigger)
    {
        var fields = Fields(("type", trigger.Type), ("metadata", trigger.Metadata));
        if (trigger.MetricType is { } type)
        {
            fields = fields.Add("metricType", type);
        }

        return trigger.Authentication is { } name ? fields.Add("authenticationRef", Fields(("name", name))) : fields;
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
