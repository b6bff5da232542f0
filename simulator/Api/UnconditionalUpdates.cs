using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>The kinds whose objects may be replaced without a resource version.</summary>
internal static class UnconditionalUpdates
{
    private static readonly HashSet<(string Group, string Plural)> _refused =
    [
        ("storage.k8s.io", "csidrivers"),
        ("storage.k8s.io", "csinodes"),
        ("storage.k8s.io", "csistoragecapacities"),
        ("storage.k8s.io", "volumeattachments"),
        ("coordination.k8s.io", "leases"),
        ("coordination.k8s.io", "leasecandidates"),
        ("policy", "poddisruptionbudgets"),
        ("node.k8s.io", "runtimeclasses"),
        ("certificates.k8s.io", "clustertrustbundles"),
        ("apiextensions.k8s.io", "customresourcedefinitions"),
        ("apiregistration.k8s.io", "apiservices"),
        ("internal.apiserver.k8s.io", "storageversions"),
        ("storagemigration.k8s.io", "storageversionmigrations"),
    ];

    public static bool Allows(ResourceKind kind) =>
        kind.Custom is null && kind.Group != "admissionregistration.k8s.io" && !_refused.Contains((kind.Group, kind.Plural));
}
