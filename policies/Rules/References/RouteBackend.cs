using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>The same for the routes of the Gateway API.</summary>
internal sealed class RouteBackend() : ClusterPolicy(new()
{
    Name = "route-backend",
    Description = "Routes of the Gateway API lead to ports of Services that exist.",
    RemediationSteps = "Name a Service, its namespace where it is another one, and one of its ports.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    private static readonly string[] Routes = ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"];

    protected override IReadOnlyList<string> Kinds => Routes;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        foreach (var backend in item.Spec["rules"].Items.SelectMany(rule => rule["backendRefs"].Items))
            if (backend["kind"].Text is null or "Service" && backend["group"].Text is null or "" or "core")
                BackendService.Require(item, cluster, context, backend, backend["namespace"].Text ?? item.Namespace, backend["port"]);
    }
}
