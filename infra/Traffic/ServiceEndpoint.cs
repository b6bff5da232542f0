using Infra.Settings;
using Infra.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Traffic;

/// <summary>One address in front of all pods of a service.</summary>
internal static class ServiceEndpoint
{
    public static Service InFrontOf(ServiceSpec service, ServiceTraffic traffic, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        if (!traffic.Hosts.IsEmpty)
        {
            metadata.Annotations = new InputMap<string> { ["external-dns.alpha.kubernetes.io/hostname"] = string.Join(',', traffic.Hosts) };
        }

        return new Service(service.Name, new ServiceArgs
        {
            Metadata = metadata,
            Spec = new ServiceSpecArgs
            {
                Type = TypeOf(traffic.Expose),
                Selector = ServiceLabels.Selector(service),
                Ports = new ServicePortArgs { Name = ServicePods.PortName, Port = traffic.Port, TargetPort = ServicePods.PortName, AppProtocol = "http" },
            },
        }, options);
    }

    private static string TypeOf(Exposure exposure) => exposure switch
    {
        Exposure.NodePort => "NodePort",
        Exposure.LoadBalancer => "LoadBalancer",
        _ => "ClusterIP",
    };
}
