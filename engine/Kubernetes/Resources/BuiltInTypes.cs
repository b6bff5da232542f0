using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>What is known of Kubernetes' own types without asking a server: enough to compare states while no cluster is reachable.</summary>
internal static class BuiltInTypes
{
    private static readonly HashSet<string> Groups = new[]
    {
        "", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps", "autoscaling", "batch",
        "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "extensions", "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io", "node.k8s.io", "policy", "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io",
        "storage.k8s.io", "storagemigration.k8s.io",
    }.ToHashSet(StringComparer.Ordinal);

    private static readonly HashSet<string> ClusterScoped = new[]
    {
        "APIService", "CSIDriver", "CSINode", "CertificateSigningRequest", "ClusterRole", "ClusterRoleBinding", "ClusterTrustBundle",
        "CustomResourceDefinition", "DeviceClass", "DeviceTaintRule", "FlowSchema", "IPAddress", "IngressClass",
        "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration", "Namespace", "Node",
        "PersistentVolume", "PriorityClass", "PriorityLevelConfiguration", "ResourceSlice", "RuntimeClass", "ServiceCIDR",
        "StorageClass", "StorageVersionMigration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration", "VolumeAttachment", "VolumeAttributesClass",
    }.ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether the API version is one of Kubernetes' own rather than a custom resource's.</summary>
    public static bool Includes(string apiVersion) => Groups.Contains(GroupVersionKind.Parse(apiVersion, "").Group);

    /// <summary>Whether objects of the type live in namespaces, or null where only a server can tell.</summary>
    public static bool? IsNamespaced(GroupVersionKind type) => Groups.Contains(type.Group) ? !ClusterScoped.Contains(type.Kind) : null;

    public static bool IsSecret(GroupVersionKind type) => type is { Group: "", Kind: "Secret" };

    public static bool IsConfigMap(GroupVersionKind type) => type is { Group: "", Kind: "ConfigMap" };

    public static bool IsCustomResourceDefinition(GroupVersionKind type) => type is { Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition" };
}
