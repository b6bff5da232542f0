using Infra.Engine.Kubernetes.Client;
using Infra.Kubernetes.Schema;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>The scopes and schemas of built-in kinds, for diffs without a cluster.</summary>
internal static class BuiltInTypes
{
    private static readonly HashSet<string> Groups = new[]
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "extensions",
        "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
        "storagemigration.k8s.io",
    }.ToHashSet(StringComparer.Ordinal);

    private static readonly HashSet<string> ClusterScoped = new[]
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterTrustBundle",
        "CustomResourceDefinition",
        "DeviceClass",
        "DeviceTaintRule",
        "FlowSchema",
        "IPAddress",
        "IngressClass",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "ResourceSlice",
        "RuntimeClass",
        "ServiceCIDR",
        "StorageClass",
        "StorageVersionMigration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
        "VolumeAttributesClass",
    }.ToHashSet(StringComparer.Ordinal);

    /// <summary>True for the API versions of Kubernetes itself, false for those of custom resources.</summary>
    public static bool Includes(string apiVersion) => Groups.Contains(GroupVersionKind.Parse(apiVersion, "").Group);

    /// <summary>True for namespaced and false for cluster-scoped kinds; null for unknown ones.</summary>
    public static bool? IsNamespaced(GroupVersionKind type) => Groups.Contains(type.Group) ? !ClusterScoped.Contains(type.Kind) : null;

    /// <summary>Finds the schema of a kind of Kubernetes itself; null for others.</summary>
    public static ObjectType? FindSchema(GroupVersionKind type) => ObjectType.Find(type.ApiVersion, type.Kind);

    public static bool IsSecret(GroupVersionKind type) => type is { Group: "", Kind: "Secret" };

    public static bool IsConfigMap(GroupVersionKind type) => type is { Group: "", Kind: "ConfigMap" };

    public static bool IsCustomResourceDefinition(GroupVersionKind type) =>
        type is { Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition" };
}
