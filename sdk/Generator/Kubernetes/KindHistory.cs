namespace Infra.Generator.Kubernetes;

/// <summary>
/// The former group versions of kinds, of which some are no longer served. The resource classes have them as aliases, so that a deployed
/// program keeps its objects.
/// </summary>
internal static class KindHistory
{
    private static readonly Dictionary<string, string[]> Former = new()
    {
        ["APIService"] = ["apiregistration.k8s.io/v1beta1", "apiregistration/v1beta1", "apiregistration/v1"],
        ["CSIDriver"] = ["storage.k8s.io/v1beta1"],
        ["CSINode"] = ["storage.k8s.io/v1beta1"],
        ["CSIStorageCapacity"] = ["storage.k8s.io/v1beta1", "storage.k8s.io/v1alpha1"],
        ["CertificateSigningRequest"] = ["certificates.k8s.io/v1beta1"],
        ["ClusterRole"] = ["rbac.authorization.k8s.io/v1alpha1", "rbac.authorization.k8s.io/v1beta1"],
        ["ClusterRoleBinding"] = ["rbac.authorization.k8s.io/v1alpha1", "rbac.authorization.k8s.io/v1beta1"],
        ["ControllerRevision"] = ["apps/v1beta1", "apps/v1beta2"],
        ["CronJob"] = ["batch/v1beta1", "batch/v2alpha1"],
        ["CustomResourceDefinition"] = ["apiextensions.k8s.io/v1beta1"],
        ["DaemonSet"] = ["apps/v1beta2", "extensions/v1beta1"],
        ["Deployment"] = ["apps/v1beta1", "apps/v1beta2", "extensions/v1beta1"],
        ["DeviceClass"] = ["resource.k8s.io/v1alpha3", "resource.k8s.io/v1beta1", "resource.k8s.io/v1beta2"],
        ["EndpointSlice"] = ["discovery.k8s.io/v1beta1"],
        ["Event"] = ["events.k8s.io/v1beta1"],
        ["FlowSchema"] =
        [
            "flowcontrol.apiserver.k8s.io/v1alpha1",
            "flowcontrol.apiserver.k8s.io/v1beta1",
            "flowcontrol.apiserver.k8s.io/v1beta2",
            "flowcontrol.apiserver.k8s.io/v1beta3",
        ],
        ["HorizontalPodAutoscaler"] = ["autoscaling/v2beta1", "autoscaling/v2beta2"],
        ["IPAddress"] = ["networking.k8s.io/v1alpha1", "networking.k8s.io/v1beta1"],
        ["Ingress"] = ["extensions/v1beta1", "networking.k8s.io/v1beta1"],
        ["IngressClass"] = ["networking.k8s.io/v1beta1"],
        ["Lease"] = ["coordination.k8s.io/v1beta1"],
        ["MutatingAdmissionPolicy"] = ["admissionregistration.k8s.io/v1alpha1", "admissionregistration.k8s.io/v1beta1"],
        ["MutatingAdmissionPolicyBinding"] = ["admissionregistration.k8s.io/v1alpha1", "admissionregistration.k8s.io/v1beta1"],
        ["MutatingWebhookConfiguration"] = ["admissionregistration.k8s.io/v1beta1"],
        ["NetworkPolicy"] = ["extensions/v1beta1"],
        ["PodDisruptionBudget"] = ["policy/v1beta1"],
        ["PriorityClass"] = ["scheduling.k8s.io/v1alpha1", "scheduling.k8s.io/v1beta1"],
        ["PriorityLevelConfiguration"] =
        [
            "flowcontrol.apiserver.k8s.io/v1alpha1",
            "flowcontrol.apiserver.k8s.io/v1beta1",
            "flowcontrol.apiserver.k8s.io/v1beta2",
            "flowcontrol.apiserver.k8s.io/v1beta3",
        ],
        ["ReplicaSet"] = ["apps/v1beta2", "extensions/v1beta1"],
        ["ResourceClaim"] =
        [
            "resource.k8s.io/v1alpha1",
            "resource.k8s.io/v1alpha2",
            "resource.k8s.io/v1alpha3",
            "resource.k8s.io/v1beta1",
            "resource.k8s.io/v1beta2",
        ],
        ["ResourceClaimTemplate"] =
        [
            "resource.k8s.io/v1alpha1",
            "resource.k8s.io/v1alpha2",
            "resource.k8s.io/v1alpha3",
            "resource.k8s.io/v1beta1",
            "resource.k8s.io/v1beta2",
        ],
        ["ResourceSlice"] = ["resource.k8s.io/v1alpha2", "resource.k8s.io/v1alpha3", "resource.k8s.io/v1beta1", "resource.k8s.io/v1beta2"],
        ["Role"] = ["rbac.authorization.k8s.io/v1alpha1", "rbac.authorization.k8s.io/v1beta1"],
        ["RoleBinding"] = ["rbac.authorization.k8s.io/v1alpha1", "rbac.authorization.k8s.io/v1beta1"],
        ["RuntimeClass"] = ["node.k8s.io/v1alpha1", "node.k8s.io/v1beta1"],
        ["ServiceCIDR"] = ["networking.k8s.io/v1alpha1", "networking.k8s.io/v1beta1"],
        ["StatefulSet"] = ["apps/v1beta1", "apps/v1beta2"],
        ["StorageClass"] = ["storage.k8s.io/v1beta1"],
        ["ValidatingAdmissionPolicy"] = ["admissionregistration.k8s.io/v1alpha1", "admissionregistration.k8s.io/v1beta1"],
        ["ValidatingAdmissionPolicyBinding"] = ["admissionregistration.k8s.io/v1alpha1", "admissionregistration.k8s.io/v1beta1"],
        ["ValidatingWebhookConfiguration"] = ["admissionregistration.k8s.io/v1beta1"],
        ["VolumeAttachment"] = ["storage.k8s.io/v1alpha1", "storage.k8s.io/v1beta1"],
        ["VolumeAttributesClass"] = ["storage.k8s.io/v1alpha1", "storage.k8s.io/v1beta1"],
    };

    /// <summary>Returns the former type tokens of a resource, the kind's other current versions first.</summary>
    public static IReadOnlyList<string> Aliases(KubernetesSchema.Resource resource, IEnumerable<KubernetesSchema.Resource> all) =>
        [
            .. all.Where(other => other.Kind == resource.Kind && other.Token != resource.Token).Select(other => other.Token),
            .. Former.GetValueOrDefault(resource.Kind, []).Select(groupVersion => $"kubernetes:{groupVersion}:{resource.Kind}"),
        ];
}
