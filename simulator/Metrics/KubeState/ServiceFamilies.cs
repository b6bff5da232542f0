using Infra.Simulator.Objects;
using static Infra.Simulator.Metrics.KubeState.StateFamilies;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>The metrics of Services, Ingresses, ConfigMaps, Secrets and storage classes.</summary>
internal static class ServiceFamilies
{
    public static IReadOnlyList<StateResource> All { get; } =
    [
        new(
            GroupResource.Services,
            "service",
            [
                Info("kube_service_info", "Information about the service", item =>
                    [
                        ("cluster_ip", item.Spec.Text("clusterIP") ?? ""),
                        ("external_name", item.Spec.Text("externalName") ?? ""),
                        ("load_balancer_ip", item.Spec.Text("loadBalancerIP") ?? ""),
                    ]
                ),
                Created("service"),
                Info("kube_service_spec_type", "Type of the service", item => [("type", item.Spec.Text("type") ?? "")]),
                new("kube_service_spec_external_ip", "External addresses", WriteExternalAddresses),
                new("kube_service_status_load_balancer_ingress", "Addresses of the load balancer", WriteLoadBalancer),
                Deletion("service"),
            ]
        )
        {
            HasUid = true,
        },
        new(
            GroupResource.ConfigMaps,
            "configmap",
            [Info("kube_configmap_info", "Information about the config map", _ => []), Created("configmap"), ResourceVersion("configmap")]
        ),
        new(
            GroupResource.Secrets,
            "secret",
            [
                Info("kube_secret_info", "Information about the secret", _ => []),
                Info("kube_secret_type", "Type of the secret", item => [("type", item.Body.Text("type") ?? "")]),
                Created("secret"),
                ResourceVersion("secret"),
                Owner("secret"),
            ]
        ),
        new(
            GroupResource.Ingresses,
            "ingress",
            [
                Info("kube_ingress_info", "Information about the ingress", item =>
                    [("ingressclass", item.Spec.Text("ingressClassName") ?? "_default")]
                ),
                Created("ingress"),
                ResourceVersion("ingress"),
            ]
        ),
        new(
            GroupResource.StorageClasses,
            "storageclass",
            [
                Info("kube_storageclass_info", "Information about the storage class", item =>
                    [
                        ("provisioner", item.Body.Text("provisioner") ?? ""),
                        ("reclaim_policy", item.Body.Text("reclaimPolicy") ?? ""),
                        ("volume_binding_mode", item.Body.Text("volumeBindingMode") ?? ""),
                    ]
                ),
                Created("storageclass"),
            ]
        ),
    ];

    private static void WriteExternalAddresses(KubeObject service, StateSamples samples)
    {
        foreach (var address in service.Spec.Array("externalIPs") ?? [])
        {
            samples.Info(("external_ip", address?.ToString() ?? ""));
        }
    }

    private static void WriteLoadBalancer(KubeObject service, StateSamples samples)
    {
        foreach (var ingress in service.Status.Objects("loadBalancer", "ingress"))
        {
            samples.Info(("ip", ingress.Text("ip") ?? ""), ("hostname", ingress.Text("hostname") ?? ""));
        }
    }
}
