using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation.Devices;
using Infra.Simulator.Api.Validation.FlowControl;
using Infra.Simulator.Api.Validation.Jobs;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Api.Validation.Workloads;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>An object under validation.</summary>
/// <param name="Body">The object to be stored.</param>
/// <param name="Current">The stored object; null if it is new.</param>
/// <param name="Errors">Collects the errors.</param>
internal sealed record Candidate(JsonObject Body, KubeObject? Current, FieldErrors Errors)
{
    public JsonObject Spec { get; } = Body.Map("spec") ?? [];

    /// <summary>The kind in the version of the request.</summary>
    public required ResourceKind Kind { get; init; }

    public bool IsNew => Current is null;

    /// <summary>Whether an update changes the value at a path.</summary>
    public bool Changes(params ReadOnlySpan<string> path) =>
        Current is not null && !JsonNode.DeepEquals(Current.Body.Node(path), Body.Node(path));
}

/// <summary>Checks objects of built-in kinds by the rules of their kind.</summary>
internal static class KindRules
{
    private static readonly Dictionary<(string, string), Action<Candidate>> _rules = new()
    {
        [("", "configmaps")] = ConfigurationRules.CheckConfigMap,
        [("", "secrets")] = ConfigurationRules.CheckSecret,
        [("", "pods")] = PodRules.CheckPod,
        [("", "podtemplates")] = PodRules.CheckPodTemplate,
        [("", "services")] = ServiceRules.CheckService,
        [("", "endpoints")] = EndpointRules.CheckEndpoints,
        [("", "nodes")] = NodeRules.CheckNode,
        [("", "namespaces")] = NamespaceRules.Check,
        [("", "replicationcontrollers")] = ReplicationControllerRules.Check,
        [("", "persistentvolumes")] = PersistentVolumeRules.CheckVolume,
        [("", "persistentvolumeclaims")] = ClaimRules.CheckClaim,
        [("", "resourcequotas")] = QuotaRules.Check,
        [("", "limitranges")] = LimitRangeRules.Check,
        [("", "events")] = EventRules.Check,
        [("apps", "deployments")] = DeploymentRules.CheckDeployment,
        [("apps", "replicasets")] = DeploymentRules.CheckReplicaSet,
        [("apps", "statefulsets")] = StatefulSetRules.Check,
        [("apps", "daemonsets")] = DaemonSetRules.Check,
        [("apps", "controllerrevisions")] = RevisionRules.Check,
        [("batch", "jobs")] = JobRules.Check,
        [("batch", "cronjobs")] = CronJobRules.Check,
        [("networking.k8s.io", "ingresses")] = IngressRules.CheckIngress,
        [("networking.k8s.io", "ingressclasses")] = IngressClassRules.Check,
        [("networking.k8s.io", "servicecidrs")] = ServiceNetworkRules.CheckRange,
        [("networking.k8s.io", "ipaddresses")] = ServiceNetworkRules.CheckAddress,
        [("networking.k8s.io", "networkpolicies")] = NetworkPolicyRules.CheckPolicy,
        [("autoscaling", "horizontalpodautoscalers")] = AutoscalerRules.Check,
        [("policy", "poddisruptionbudgets")] = PolicyRules.CheckDisruptionBudget,
        [("scheduling.k8s.io", "priorityclasses")] = ClassRules.CheckPriorityClass,
        [("node.k8s.io", "runtimeclasses")] = ClassRules.CheckRuntimeClass,
        [("storage.k8s.io", "storageclasses")] = StorageClassRules.CheckClass,
        [("storage.k8s.io", "volumeattributesclasses")] = StorageClassRules.CheckAttributes,
        [("storage.k8s.io", "csidrivers")] = CsiRules.CheckDriver,
        [("storage.k8s.io", "csinodes")] = CsiRules.CheckNode,
        [("storage.k8s.io", "csistoragecapacities")] = CsiRules.CheckCapacity,
        [("storage.k8s.io", "volumeattachments")] = VolumeAttachmentRules.Check,
        [("rbac.authorization.k8s.io", "roles")] = AccessRules.CheckRole,
        [("rbac.authorization.k8s.io", "clusterroles")] = AccessRules.CheckRole,
        [("rbac.authorization.k8s.io", "rolebindings")] = AccessRules.CheckBinding,
        [("rbac.authorization.k8s.io", "clusterrolebindings")] = AccessRules.CheckBinding,
        [("coordination.k8s.io", "leases")] = LeaseRules.CheckLease,
        [("coordination.k8s.io", "leasecandidates")] = LeaseRules.CheckCandidate,
        [("discovery.k8s.io", "endpointslices")] = EndpointSliceRules.Check,
        [("admissionregistration.k8s.io", "validatingwebhookconfigurations")] = WebhookRules.CheckValidating,
        [("admissionregistration.k8s.io", "mutatingwebhookconfigurations")] = WebhookRules.CheckMutating,
        [("admissionregistration.k8s.io", "validatingadmissionpolicies")] = AdmissionPolicyRules.Check,
        [("admissionregistration.k8s.io", "validatingadmissionpolicybindings")] = PolicyBindingRules.Check,
        [("admissionregistration.k8s.io", "mutatingadmissionpolicies")] = PolicyBindingRules.RefuseMutating,
        [("apiextensions.k8s.io", "customresourcedefinitions")] = CustomResources.Definitions.DefinitionRules.Check,
        [("flowcontrol.apiserver.k8s.io", "flowschemas")] = FlowSchemaRules.Check,
        [("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations")] = PriorityLevelRules.Check,
        [("certificates.k8s.io", "certificatesigningrequests")] = CertificateRules.CheckRequest,
        [("certificates.k8s.io", "clustertrustbundles")] = CertificateRules.CheckBundle,
        [("resource.k8s.io", "deviceclasses")] = DeviceClassRules.Check,
        [("resource.k8s.io", "resourceclaims")] = DeviceClaimRules.CheckClaim,
        [("resource.k8s.io", "resourceclaimtemplates")] = DeviceClaimRules.CheckTemplate,
        [("resource.k8s.io", "resourceslices")] = ResourceSliceRules.Check,
        [("apiregistration.k8s.io", "apiservices")] = RegistrationRules.Check,
    };

    public static void Check(ResourceKind kind, JsonObject body, KubeObject? current, FieldErrors errors)
    {
        if (_rules.TryGetValue((kind.StoredAs.Group, kind.StoredAs.Resource), out var rule))
        {
            rule(new Candidate(body, current, errors) { Kind = kind });
        }
    }
}
