using Infra.Kubernetes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Metrics.KubeState.StateFamilies;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>The metrics of nodes, namespaces, quotas, volumes and claims.</summary>
internal static class ClusterFamilies
{
    private const string RoleLabel = "node-role.kubernetes.io/";

    public static IReadOnlyList<StateResource> All { get; } =
    [
        new(
            GroupResource.Nodes,
            "node",
            [
                Created("node"),
                Deletion("node"),
                Info("kube_node_info", "Information about the node", DescribeNode),
                new("kube_node_role", "Roles", WriteRoles),
                new("kube_node_spec_taint", "Taints", WriteTaints),
                Flag("kube_node_spec_unschedulable", "Whether the node is cordoned", "spec", "unschedulable"),
                Resources("kube_node_status_allocatable", "Resources for pods", "status", "allocatable"),
                Resources("kube_node_status_capacity", "Resources of the node", "status", "capacity"),
                Conditions("kube_node_status_condition"),
                new("kube_node_status_addresses", "Addresses", WriteAddresses),
            ]
        ),
        new(
            GroupResource.Namespaces,
            "namespace",
            [
                Created("namespace"),
                Phase("kube_namespace_status_phase", "phase", ["status", "phase"], "Active", "Terminating"),
                Conditions("kube_namespace_status_condition"),
            ]
        ),
        new(
            GroupResource.ResourceQuotas,
            "resourcequota",
            [Created("resourcequota"), new("kube_resourcequota", "Limits and use of the quota", WriteQuota)]
        ),
        new(
            GroupResource.PersistentVolumeClaims,
            "persistentvolumeclaim",
            [
                Info("kube_persistentvolumeclaim_info", "Information about the claim", DescribeClaim),
                Phase("kube_persistentvolumeclaim_status_phase", "phase", ["status", "phase"], "Lost", "Bound", "Pending"),
                new("kube_persistentvolumeclaim_resource_requests_storage_bytes", "Requested storage", (item, samples) =>
                    WriteQuantity(item, samples, "spec", "resources", "requests", "storage")
                ),
                new("kube_persistentvolumeclaim_access_mode", "Access modes", WriteAccessModes),
                Conditions("kube_persistentvolumeclaim_status_condition"),
                Created("persistentvolumeclaim"),
                Deletion("persistentvolumeclaim"),
            ]
        ),
        new(
            GroupResource.PersistentVolumes,
            "persistentvolume",
            [
                new("kube_persistentvolume_claim_ref", "Claim of the volume", WriteClaimReference),
                Phase(
                    "kube_persistentvolume_status_phase",
                    "phase",
                    ["status", "phase"],
                    "Pending",
                    "Available",
                    "Bound",
                    "Released",
                    "Failed"
                ),
                new("kube_persistentvolume_capacity_bytes", "Capacity", (item, samples) =>
                    WriteQuantity(item, samples, "spec", "capacity", "storage")
                ),
                Created("persistentvolume"),
                Deletion("persistentvolume"),
                Info("kube_persistentvolume_volume_mode", "Volume mode", item =>
                    [("volumemode", item.Spec.Text("volumeMode") ?? "Filesystem")]
                ),
            ]
        ),
    ];

    private static (string, string)[] DescribeNode(KubeObject node) =>
        [
            ("kernel_version", node.Status.Text("nodeInfo", "kernelVersion") ?? ""),
            ("os_image", node.Status.Text("nodeInfo", "osImage") ?? ""),
            ("container_runtime_version", node.Status.Text("nodeInfo", "containerRuntimeVersion") ?? ""),
            ("kubelet_version", node.Status.Text("nodeInfo", "kubeletVersion") ?? ""),
            ("kubeproxy_version", "deprecated"),
            ("provider_id", node.Spec.Text("providerID") ?? ""),
            ("pod_cidr", node.Spec.Text("podCIDR") ?? ""),
            ("system_uuid", node.Status.Text("nodeInfo", "systemUUID") ?? ""),
            (
                "internal_ip",
                node.Status.Objects("addresses").LastOrDefault(address => address.Text("type") == "InternalIP").Text("address") ?? ""
            ),
        ];

    private static (string, string)[] DescribeClaim(KubeObject claim) =>
        [
            (
                "storageclass",
                claim.Annotations.GetValueOrDefault("volume.beta.kubernetes.io/storage-class") ?? claim.Spec.Text("storageClassName") ?? ""
            ),
            ("volumename", claim.Spec.Text("volumeName") ?? ""),
            ("volumemode", claim.Spec.Text("volumeMode") ?? ""),
        ];

    private static void WriteRoles(KubeObject node, StateSamples samples)
    {
        foreach (var label in node.Labels.Keys.Where(label => label.StartsWith(RoleLabel, StringComparison.Ordinal)))
        {
            samples.Info(("role", label[RoleLabel.Length..]));
        }
    }

    private static void WriteTaints(KubeObject node, StateSamples samples)
    {
        foreach (var taint in node.Spec.Objects("taints"))
        {
            samples.Info(("key", taint.Text("key") ?? ""), ("value", taint.Text("value") ?? ""), ("effect", taint.Text("effect") ?? ""));
        }
    }

    private static void WriteAddresses(KubeObject node, StateSamples samples)
    {
        foreach (var address in node.Status.Objects("addresses"))
        {
            samples.Info(("type", address.Text("type") ?? ""), ("address", address.Text("address") ?? ""));
        }
    }

    private static void WriteQuota(KubeObject quota, StateSamples samples)
    {
        foreach (var type in (string[])["hard", "used"])
        {
            foreach (var (resource, value) in quota.Status.Map(type) ?? [])
            {
                samples.Add(Quantity.FromJson(value).ToDouble(), ("resource", resource), ("type", type));
            }
        }
    }

    private static void WriteQuantity(KubeObject item, StateSamples samples, params ReadOnlySpan<string> path)
    {
        if (item.Body.Node(path) is { } quantity)
        {
            samples.Add(Quantity.FromJson(quantity).ToDouble());
        }
    }

    private static void WriteAccessModes(KubeObject claim, StateSamples samples)
    {
        foreach (var mode in claim.Spec.Array("accessModes") ?? [])
        {
            samples.Info(("access_mode", mode?.ToString() ?? ""));
        }
    }

    private static void WriteClaimReference(KubeObject volume, StateSamples samples)
    {
        if (volume.Spec.Map("claimRef") is { } claim)
        {
            samples.Info(("name", claim.Text("name") ?? ""), ("claim_namespace", claim.Text("namespace") ?? ""));
        }
    }
}
