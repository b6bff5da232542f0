using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>The same for the routes of the Gateway API.</summary>
internal sealed class RouteBackend : ClusterPolicy
{
    private static readonly string[] Routes = ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"];

    protected override IReadOnlyList<string> Kinds => Routes;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        foreach (var backend in item.Spec["rules"].Items.SelectMany(rule => rule["backendRefs"].Items))
            if (backend["kind"].Text is null or "Service" && backend["group"].Text is null or "" or "core")
                BackendService.Require(item, cluster, findings, backend, backend["namespace"].Text ?? item.Namespace, backend["port"]);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "route-backend",
        Summary = "Routes of the Gateway API lead to ports of Services that exist.",
        Remedy = "Name a Service, its namespace where it is another one, and one of its ports.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
