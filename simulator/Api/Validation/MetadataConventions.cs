using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>How the kinds check metadata. It shows in the number and the order of the causes of an error.</summary>
internal static class MetadataConventions
{
    /// <summary>Kinds that check metadata with the rules of the generic API server only.</summary>
    private static readonly HashSet<(string Group, string Plural)> _generic =
    [
        ("coordination.k8s.io", "leases"),
        ("coordination.k8s.io", "leasecandidates"),
        ("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
        ("admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
        ("admissionregistration.k8s.io", "validatingadmissionpolicies"),
        ("admissionregistration.k8s.io", "validatingadmissionpolicybindings"),
        ("admissionregistration.k8s.io", "mutatingadmissionpolicies"),
        ("admissionregistration.k8s.io", "mutatingadmissionpolicybindings"),
        ("apiregistration.k8s.io", "apiservices"),
        ("apiextensions.k8s.io", "customresourcedefinitions"),
    ];

    /// <summary>Kinds that check an update like a new object.</summary>
    private static readonly HashSet<(string Group, string Plural)> _likeNew =
    [
        ("", "limitranges"),
        ("", "persistentvolumes"),
        ("discovery.k8s.io", "endpointslices"),
        ("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
        ("admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
        ("admissionregistration.k8s.io", "validatingadmissionpolicies"),
        ("admissionregistration.k8s.io", "validatingadmissionpolicybindings"),
        ("flowcontrol.apiserver.k8s.io", "flowschemas"),
        ("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"),
    ];

    /// <summary>Kinds that check an update both as a change and like a new object.</summary>
    private static readonly HashSet<(string Group, string Plural)> _both =
    [
        ("", "configmaps"),
        ("", "secrets"),
        ("", "services"),
        ("", "serviceaccounts"),
        ("", "endpoints"),
        ("", "persistentvolumeclaims"),
        ("networking.k8s.io", "ingresses"),
        ("networking.k8s.io", "ingressclasses"),
        ("rbac.authorization.k8s.io", "roles"),
        ("rbac.authorization.k8s.io", "clusterroles"),
        ("rbac.authorization.k8s.io", "rolebindings"),
        ("rbac.authorization.k8s.io", "clusterrolebindings"),
        ("apiregistration.k8s.io", "apiservices"),
    ];

    /// <summary>Whether the kind's own validation includes metadata; otherwise only what holds for every object is checked.</summary>
    public static bool ChecksOwn(ResourceKind kind) =>
        (kind.Group, kind.Plural) is not (("policy", "poddisruptionbudgets") or ("" or "events.k8s.io", "events"));

    /// <summary>Whether finalizers without a domain must be standard ones.</summary>
    public static bool HasStandardFinalizers(ResourceKind kind) => kind.Custom is null && !_generic.Contains((kind.Group, kind.Plural));

    public static bool ChecksChanges(ResourceKind kind) => !_likeNew.Contains((kind.Group, kind.Plural));

    public static bool ChecksAllOnUpdate(ResourceKind kind) =>
        _likeNew.Contains((kind.Group, kind.Plural)) || _both.Contains((kind.Group, kind.Plural));
}
