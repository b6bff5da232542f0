using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>The API server rejects removed API versions, and deprecated ones in a later release.</summary>
internal sealed class DeprecatedApi()
    : ObjectPolicy(
        new()
        {
            Name = "deprecated-api",
            Description = "Objects use API versions that are neither removed nor deprecated.",
            RemediationSteps = "Use the API version named.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
        }
    )
{
    // Group version, kind (or * for all), the release that removed it (empty where it is only deprecated), and what to use.
    private static readonly (string ApiVersion, string Kind, string Removed, string Instead)[] Known =
    [
        ("extensions/v1beta1", "Ingress", "1.22", "networking.k8s.io/v1"),
        ("extensions/v1beta1", "NetworkPolicy", "1.16", "networking.k8s.io/v1"),
        ("extensions/v1beta1", "PodSecurityPolicy", "1.16", "Pod Security admission"),
        ("extensions/v1beta1", "*", "1.16", "apps/v1"),
        ("apps/v1beta1", "*", "1.16", "apps/v1"),
        ("apps/v1beta2", "*", "1.16", "apps/v1"),
        ("networking.k8s.io/v1beta1", "*", "1.22", "networking.k8s.io/v1"),
        ("rbac.authorization.k8s.io/v1alpha1", "*", "1.22", "rbac.authorization.k8s.io/v1"),
        ("rbac.authorization.k8s.io/v1beta1", "*", "1.22", "rbac.authorization.k8s.io/v1"),
        ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", "1.22", "admissionregistration.k8s.io/v1"),
        ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", "1.22", "admissionregistration.k8s.io/v1"),
        ("apiextensions.k8s.io/v1beta1", "*", "1.22", "apiextensions.k8s.io/v1"),
        ("apiregistration.k8s.io/v1beta1", "*", "1.22", "apiregistration.k8s.io/v1"),
        ("authentication.k8s.io/v1beta1", "TokenReview", "1.22", "authentication.k8s.io/v1"),
        ("authorization.k8s.io/v1beta1", "*", "1.22", "authorization.k8s.io/v1"),
        ("certificates.k8s.io/v1beta1", "CertificateSigningRequest", "1.22", "certificates.k8s.io/v1"),
        ("coordination.k8s.io/v1beta1", "Lease", "1.22", "coordination.k8s.io/v1"),
        ("scheduling.k8s.io/v1beta1", "*", "1.22", "scheduling.k8s.io/v1"),
        ("storage.k8s.io/v1beta1", "CSIStorageCapacity", "1.27", "storage.k8s.io/v1"),
        ("storage.k8s.io/v1beta1", "VolumeAttributesClass", "", "storage.k8s.io/v1"),
        ("storage.k8s.io/v1beta1", "*", "1.22", "storage.k8s.io/v1"),
        ("batch/v1beta1", "CronJob", "1.25", "batch/v1"),
        ("discovery.k8s.io/v1beta1", "EndpointSlice", "1.25", "discovery.k8s.io/v1"),
        ("events.k8s.io/v1beta1", "Event", "1.25", "events.k8s.io/v1"),
        ("autoscaling/v2beta1", "*", "1.25", "autoscaling/v2"),
        ("autoscaling/v2beta2", "*", "1.26", "autoscaling/v2"),
        ("policy/v1beta1", "PodSecurityPolicy", "1.25", "Pod Security admission"),
        ("policy/v1beta1", "*", "1.25", "policy/v1"),
        ("node.k8s.io/v1beta1", "RuntimeClass", "1.25", "node.k8s.io/v1"),
        ("flowcontrol.apiserver.k8s.io/v1beta1", "*", "1.26", "flowcontrol.apiserver.k8s.io/v1"),
        ("flowcontrol.apiserver.k8s.io/v1beta2", "*", "1.29", "flowcontrol.apiserver.k8s.io/v1"),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "*", "1.32", "flowcontrol.apiserver.k8s.io/v1"),
        ("v1", "ComponentStatus", "", "the health endpoints of the components"),
        ("v1", "Endpoints", "", "discovery.k8s.io/v1 EndpointSlice"),
    ];

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var (apiVersion, kind, removed, instead) in Known)
        {
            if (item.ApiVersion != apiVersion || (kind != "*" && item.Kind != kind))
            {
                continue;
            }

            context.Report(
                item.Root["apiVersion"],
                $"{apiVersion} {item.Kind} {(removed.Length > 0 ? $"was removed in Kubernetes {removed}" : "is deprecated")}; use {instead}"
            );
            return;
        }
    }
}
