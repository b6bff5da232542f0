namespace Infra.Generator.Condensing;

/// <summary>
/// Short names and categories of the built-in resources. They are part of API discovery but not of the OpenAPI document, so they are listed
/// here.
/// </summary>
internal sealed record ResourceNames(IReadOnlyList<string> ShortNames, IReadOnlyList<string> Categories)
{
    private static readonly ResourceNames None = new([], []);

    private static readonly Dictionary<(string Group, string Plural), ResourceNames> Known = new()
    {
        [("", "componentstatuses")] = new(["cs"], []),
        [("", "configmaps")] = new(["cm"], []),
        [("", "endpoints")] = new(["ep"], []),
        [("", "events")] = new(["ev"], []),
        [("", "limitranges")] = new(["limits"], []),
        [("", "namespaces")] = new(["ns"], []),
        [("", "nodes")] = new(["no"], []),
        [("", "persistentvolumeclaims")] = new(["pvc"], []),
        [("", "persistentvolumes")] = new(["pv"], []),
        [("", "pods")] = new(["po"], ["all"]),
        [("", "replicationcontrollers")] = new(["rc"], ["all"]),
        [("", "resourcequotas")] = new(["quota"], []),
        [("", "serviceaccounts")] = new(["sa"], []),
        [("", "services")] = new(["svc"], ["all"]),
        [("admissionregistration.k8s.io", "mutatingadmissionpolicies")] = new([], ["api-extensions"]),
        [("admissionregistration.k8s.io", "mutatingadmissionpolicybindings")] = new([], ["api-extensions"]),
        [("admissionregistration.k8s.io", "mutatingwebhookconfigurations")] = new([], ["api-extensions"]),
        [("admissionregistration.k8s.io", "validatingadmissionpolicies")] = new([], ["api-extensions"]),
        [("admissionregistration.k8s.io", "validatingadmissionpolicybindings")] = new([], ["api-extensions"]),
        [("admissionregistration.k8s.io", "validatingwebhookconfigurations")] = new([], ["api-extensions"]),
        [("apiextensions.k8s.io", "customresourcedefinitions")] = new(["crd", "crds"], ["api-extensions"]),
        [("apiregistration.k8s.io", "apiservices")] = new([], ["api-extensions"]),
        [("apps", "daemonsets")] = new(["ds"], ["all"]),
        [("apps", "deployments")] = new(["deploy"], ["all"]),
        [("apps", "replicasets")] = new(["rs"], ["all"]),
        [("apps", "statefulsets")] = new(["sts"], ["all"]),
        [("autoscaling", "horizontalpodautoscalers")] = new(["hpa"], ["all"]),
        [("batch", "cronjobs")] = new(["cj"], ["all"]),
        [("batch", "jobs")] = new([], ["all"]),
        [("certificates.k8s.io", "certificatesigningrequests")] = new(["csr"], []),
        [("events.k8s.io", "events")] = new(["ev"], []),
        [("networking.k8s.io", "ingresses")] = new(["ing"], []),
        [("networking.k8s.io", "ipaddresses")] = new(["ip"], []),
        [("networking.k8s.io", "networkpolicies")] = new(["netpol"], []),
        [("policy", "poddisruptionbudgets")] = new(["pdb"], []),
        [("scheduling.k8s.io", "priorityclasses")] = new(["pc"], []),
        [("storage.k8s.io", "storageclasses")] = new(["sc"], []),
        [("storage.k8s.io", "volumeattributesclasses")] = new(["vac"], []),
    };

    public static ResourceNames Find(string group, string plural) => Known.GetValueOrDefault((group, plural), None);
}
