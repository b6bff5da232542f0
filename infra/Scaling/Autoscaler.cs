using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
using Pulumi;
using Pulumi.Kubernetes.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Scaling;

/// <summary>The HorizontalPodAutoscaler of a service.</summary>
internal static class Autoscaler
{
    public static HorizontalPodAutoscaler Create(
        ServicePlan service,
        ScalingSettings scaling,
        ObjectMetaArgs metadata,
        CustomResourceOptions options
    )
    {
        if (service.ScheduledMinimums is not null)
        {
            options.IgnoreChanges.Add(MinimumField.OfAutoscaler.Property);
        }

        return new HorizontalPodAutoscaler(
            service.System.ResourceName(service.Name),
            new HorizontalPodAutoscalerArgs { Metadata = metadata, Spec = Spec(service, scaling) },
            options
        );
    }

    /// <summary>The kind of the workload whose replicas change.</summary>
    public static string TargetKind(ServicePlan service) => service.Kind == ServiceKind.Stateful ? "StatefulSet" : "Deployment";

    private static HorizontalPodAutoscalerSpecArgs Spec(ServicePlan service, ScalingSettings scaling) =>
        new()
        {
            ScaleTargetRef = new CrossVersionObjectReferenceArgs
            {
                ApiVersion = "apps/v1",
                Kind = TargetKind(service),
                Name = service.Name,
            },
            MinReplicas = service.Replicas.Minimum,
            MaxReplicas = service.Replicas.Maximum,
            Metrics = Metrics(scaling).ToArray(),
            Behavior = Behaviour(scaling),
        };

    /// <summary>How fast an autoscaler changes the number of pods.</summary>
    public static HorizontalPodAutoscalerBehaviorArgs Behaviour(ScalingSettings scaling) =>
        new() { ScaleUp = Rules(ScalingPolicies.Up(scaling)), ScaleDown = Rules(ScalingPolicies.Down(scaling)) };

    private static IEnumerable<MetricSpecArgs> Metrics(ScalingSettings scaling)
    {
        foreach (var (resource, percent) in Utilizations(scaling.Cpu, scaling.Memory))
        {
            yield return new MetricSpecArgs
            {
                Type = "Resource",
                Resource = new ResourceMetricSourceArgs { Name = resource, Target = Utilization(percent) },
            };
        }

        foreach (var (container, target) in scaling.Containers)
        {
            foreach (var (resource, percent) in Utilizations(target.Cpu, target.Memory))
            {
                yield return new MetricSpecArgs
                {
                    Type = "ContainerResource",
                    ContainerResource = new ContainerResourceMetricSourceArgs
                    {
                        Container = container,
                        Name = resource,
                        Target = Utilization(percent),
                    },
                };
            }
        }

        foreach (var (metric, average) in scaling.Pods)
        {
            yield return new MetricSpecArgs
            {
                Type = "Pods",
                Pods = new PodsMetricSourceArgs
                {
                    Metric = new MetricIdentifierArgs { Name = metric },
                    Target = Average(average),
                },
            };
        }

        var queues = scaling.FollowedQueues.Select(queue => KeyValuePair.Create(queue.Metric, queue.Target));
        foreach (var (metric, target) in scaling.External.Concat(queues))
        {
            yield return new MetricSpecArgs
            {
                Type = "External",
                External = new ExternalMetricSourceArgs { Metric = Series(metric, target), Target = Average(target.Target) },
            };
        }
    }

    private static IEnumerable<(string Resource, int Percent)> Utilizations(int? cpu, int? memory)
    {
        if (cpu is { } cpuPercent)
        {
            yield return ("cpu", cpuPercent);
        }

        if (memory is { } memoryPercent)
        {
            yield return ("memory", memoryPercent);
        }
    }

    private static MetricIdentifierArgs Series(string metric, ExternalTargetSettings target)
    {
        var series = new MetricIdentifierArgs { Name = metric };
        if (target.Labels.Count > 0)
        {
            series.Selector = new LabelSelectorArgs { MatchLabels = target.Labels.ToDictionary() };
        }

        return series;
    }

    private static MetricTargetArgs Utilization(int percent) => new() { Type = "Utilization", AverageUtilization = percent };

    private static MetricTargetArgs Average(Quantity value) => new() { Type = "AverageValue", AverageValue = value.ToString() };

    private static HPAScalingRulesArgs Rules(ScalingPolicies policies)
    {
        var rules = new HPAScalingRulesArgs
        {
            StabilizationWindowSeconds = policies.StabilizationWindow.WholeSeconds(),
            SelectPolicy = policies.Selection.ToString(),
            Policies = policies
                .Policies.Select(policy => new HPAScalingPolicyArgs
                {
                    Type = policy.By.IsPercent ? "Percent" : "Pods",
                    Value = policy.By.Value,
                    PeriodSeconds = policy.Every.WholeSeconds(),
                })
                .ToArray(),
        };
        if (policies.Tolerance is { } tolerance)
        {
            rules.Tolerance = tolerance.ToString();
        }

        return rules;
    }
}
