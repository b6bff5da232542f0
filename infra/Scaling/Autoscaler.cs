using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Scaling;

/// <summary>As many pods as the load asks for.</summary>
internal static class Autoscaler
{
    public static HorizontalPodAutoscaler Of(ServiceSpec service, ScalingSettings targets, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        if (service.MinimumsByTheClock is not null)
        {
            options.IgnoreChanges.Add(ScheduledMinimum.Path);
        }

        return new HorizontalPodAutoscaler(service.System.ResourceName(service.Name), new HorizontalPodAutoscalerArgs { Metadata = metadata, Spec = SpecOf(service, targets) }, options);
    }

    private static HorizontalPodAutoscalerSpecArgs SpecOf(ServiceSpec service, ScalingSettings targets) => new()
    {
        ScaleTargetRef = new CrossVersionObjectReferenceArgs
        {
            ApiVersion = "apps/v1",
            Kind = service.Kind == ServiceKind.Stateful ? "StatefulSet" : "Deployment",
            Name = service.Name,
        },
        MinReplicas = service.Replicas.Min,
        MaxReplicas = service.Replicas.Max,
        Metrics = Metrics(targets).ToArray(),
        Behavior = new HorizontalPodAutoscalerBehaviorArgs
        {
            ScaleUp = Rules(ScalingPace.Up(targets)),
            ScaleDown = Rules(ScalingPace.Down(targets)),
        },
    };

    private static IEnumerable<MetricSpecArgs> Metrics(ScalingSettings targets)
    {
        foreach (var (resource, share) in Shares(targets.Cpu, targets.Memory))
        {
            yield return new MetricSpecArgs { Type = "Resource", Resource = new ResourceMetricSourceArgs { Name = resource, Target = Utilization(share) } };
        }

        foreach (var (container, target) in targets.Containers)
        {
            foreach (var (resource, share) in Shares(target.Cpu, target.Memory))
            {
                yield return new MetricSpecArgs
                {
                    Type = "ContainerResource",
                    ContainerResource = new ContainerResourceMetricSourceArgs { Container = container, Name = resource, Target = Utilization(share) },
                };
            }
        }

        foreach (var (metric, average) in targets.Pods)
        {
            yield return new MetricSpecArgs { Type = "Pods", Pods = new PodsMetricSourceArgs { Metric = new MetricIdentifierArgs { Name = metric }, Target = Average(average) } };
        }

        foreach (var (metric, target) in targets.External)
        {
            yield return new MetricSpecArgs { Type = "External", External = new ExternalMetricSourceArgs { Metric = Series(metric, target), Target = Average(target.Target) } };
        }
    }

    private static IEnumerable<(string Resource, int Share)> Shares(int? cpu, int? memory)
    {
        if (cpu is { } cpuShare)
        {
            yield return ("cpu", cpuShare);
        }

        if (memory is { } memoryShare)
        {
            yield return ("memory", memoryShare);
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

    private static MetricTargetArgs Utilization(int share) => new() { Type = "Utilization", AverageUtilization = share };

    private static MetricTargetArgs Average(Quantity value) => new() { Type = "AverageValue", AverageValue = value.ToString() };

    private static HPAScalingRulesArgs Rules(ScalingPace pace) => new()
    {
        StabilizationWindowSeconds = pace.Stabilization.WholeSeconds(),
        SelectPolicy = "Max",
        Policies = pace.Steps.Select(step => new HPAScalingPolicyArgs
        {
            Type = step.By.IsPercentage ? "Percent" : "Pods",
            Value = step.By.Amount,
            PeriodSeconds = step.Every.WholeSeconds(),
        }).ToArray(),
    };
}
