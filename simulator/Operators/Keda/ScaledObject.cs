using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Keda;

/// <summary>
/// A <c>ScaledObject</c>: a HorizontalPodAutoscaler <c>keda-hpa-</c> whose metrics are those of its triggers. The external metrics have
/// the values set with <c>infra cluster metric set</c>.
/// </summary>
internal sealed class ScaledObject(StandInContext context, ReadExternalMetric read) : StandIn
{
    private readonly KedaActivity _activity = new(context, read);

    private static readonly Dictionary<string, GroupResource> _targets = new(StringComparer.Ordinal)
    {
        ["Deployment"] = GroupResource.Deployments,
        ["StatefulSet"] = GroupResource.StatefulSets,
    };

    public override GroupResource Resource => new("keda.sh", "scaledobjects");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var obstacle = FindObstacle(item);
        if (obstacle is not null)
        {
            context.Write(item, [], new Condition("Ready", "False", "ScaledObjectCheckFailed", obstacle));
            return RetryInterval;
        }

        var name = GetName(item);
        var metrics = KedaMetrics.Create(item);
        var (fields, active) = _activity.Follow(item, FindTarget(item)!, metrics);
        context.Objects.Apply(item, GroupResource.HorizontalPodAutoscalers, name, CreateAutoscaler(item, name, metrics));
        context.Write(
            item,
            new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())))
            {
                ["hpaName"] = name,
                ["externalMetricNames"] = new JsonArray([
                    .. metrics
                        .Select(metric => metric.Text("external", "metric", "name"))
                        .OfType<string>()
                        .Select(text => JsonValue.Create(text)),
                ]),
                ["triggersTypes"] = string.Join(',', item.Source.Spec.Objects("triggers").Select(trigger => trigger.Text("type"))),
                ["scaleTargetKind"] = $"apps/v1.{GetTargetKind(item)}",
            },
            new Condition("Ready", "True", "ScaledObjectReady", "ScaledObject is defined correctly and is ready for scaling"),
            active,
            new Condition("Fallback", "False", "NoFallbackFound", "No fallbacks are active on this scaled object"),
            new Condition("Paused", "False", "ScaledObjectUnpaused", "pause annotation removed for ScaledObject")
        );
        return KedaActivity.GetInterval(item);
    }

    private KubeObject? FindTarget(PlainObject item) =>
        _targets.TryGetValue(GetTargetKind(item), out var resource)
            ? context.Client.Find(resource, item.Namespace, item.Source.Spec.Text("scaleTargetRef", "name") ?? "")
            : null;

    private string? FindObstacle(PlainObject item)
    {
        var (kind, target) = (GetTargetKind(item), item.Source.Spec.Text("scaleTargetRef", "name") ?? "");
        if (FindTarget(item) is null)
        {
            return $"ScaledObject doesn't have correct scaleTargetRef specification: {kind} {target} not found";
        }

        var other = context
            .Client.List(GroupResource.HorizontalPodAutoscalers, item.Namespace)
            .Items.FirstOrDefault(autoscaler =>
                autoscaler.Controller?.Uid != item.Uid
                && autoscaler.Spec.Text("scaleTargetRef", "name") == target
                && autoscaler.Spec.Text("scaleTargetRef", "kind") == kind
            );
        if (other is not null)
        {
            return $"the workload '{target}' of type 'apps/v1.{kind}' is already managed by the hpa '{other.Name}'";
        }

        return item
            .Source.Spec.Objects("triggers")
            .Select(trigger => trigger.Text("authenticationRef", "name"))
            .Where(name =>
                name is not null
                && context.Client.Find(new GroupResource("keda.sh", "triggerauthentications"), item.Namespace, name) is null
            )
            .Select(name => $"error getting triggerAuth: triggerauthentications.keda.sh \"{name}\" not found")
            .FirstOrDefault();
    }

    private static string GetTargetKind(PlainObject item) => item.Source.Spec.Text("scaleTargetRef", "kind") ?? "Deployment";

    private static string GetName(PlainObject item) =>
        item.Source.Spec.Text("advanced", "horizontalPodAutoscalerConfig", "name") is { Length: > 0 } name ? name : $"keda-hpa-{item.Name}";

    private static JsonObject CreateAutoscaler(PlainObject item, string name, IReadOnlyList<JsonObject> metrics)
    {
        var spec = item.Source.Spec;
        var minimum = spec.Number("minReplicaCount") ?? 0;
        var labels = new Dictionary<string, string>(item.Labels)
        {
            ["app.kubernetes.io/name"] = name,
            ["app.kubernetes.io/version"] = "2.20.0",
            ["app.kubernetes.io/part-of"] = item.Name,
            ["app.kubernetes.io/managed-by"] = "keda-operator",
        };
        var autoscaler = new JsonObject
        {
            ["minReplicas"] = Math.Max(minimum, 1),
            ["maxReplicas"] = spec.Number("maxReplicaCount") ?? 100,
            ["scaleTargetRef"] = new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = GetTargetKind(item),
                ["name"] = spec.Text("scaleTargetRef", "name"),
            },
            ["metrics"] = new JsonArray([.. metrics]),
        };
        PodParts.CopyTo(autoscaler, spec.Map("advanced", "horizontalPodAutoscalerConfig"), "behavior");
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(labels) },
            ["spec"] = autoscaler,
        };
    }
}
