using Infra.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Scaling;

/// <summary>As many pods as the load asks for.</summary>
internal static class Autoscaler
{
    public static HorizontalPodAutoscaler Of(ServiceSpec service, UtilizationTargets targets, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        var spec = new HorizontalPodAutoscalerSpecArgs
        {
            ScaleTargetRef = new CrossVersionObjectReferenceArgs { ApiVersion = "apps/v1", Kind = "Deployment", Name = service.Name },
            MinReplicas = service.Replicas.Min,
            MaxReplicas = service.Replicas.Max,
        };
        AddUtilization(spec, "cpu", targets.Cpu);
        AddUtilization(spec, "memory", targets.Memory);
        return new HorizontalPodAutoscaler(service.Name, new HorizontalPodAutoscalerArgs { Metadata = metadata, Spec = spec }, options);
    }

    private static void AddUtilization(HorizontalPodAutoscalerSpecArgs spec, string resource, int? percent)
    {
        if (percent is { } target)
        {
            spec.Metrics.Add(new MetricSpecArgs
            {
                Type = "Resource",
                Resource = new ResourceMetricSourceArgs
                {
                    Name = resource,
                    Target = new MetricTargetArgs { Type = "Utilization", AverageUtilization = target },
                },
            });
        }
    }
}
