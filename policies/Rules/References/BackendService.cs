using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>A route must lead to a port of a Service that exists: otherwise it answers every request with an error.</summary>
internal sealed class BackendService(PolicyDetails details, string[] kinds, Func<KubernetesObject, IEnumerable<Backend>> getBackends)
    : ClusterPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            new BackendService(
                new()
                {
                    Name = "ingress-backend",
                    Description = "Ingresses lead to ports of Services that exist.",
                    RemediationSteps = "Name a Service of the Ingress's namespace and one of its ports.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                },
                ["Ingress"],
                GetIngressBackends
            ),
            new BackendService(
                new()
                {
                    Name = "route-backend",
                    Description = "Routes of the Gateway API lead to ports of Services that exist.",
                    RemediationSteps = "Name a Service, its namespace if it is another one, and one of its ports.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                },
                ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"],
                GetRouteBackends
            ),
        ];

    protected override IReadOnlyList<string> Kinds => kinds;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        foreach (var (service, @namespace, port) in getBackends(item))
        {
            if (service.Text is not { Length: > 0 } name)
            {
                continue;
            }

            if (cluster.Find("Service", @namespace, name) is not { } found)
            {
                context.Report(service, $"{item} leads to the Service '{name}', which does not exist in namespace '{@namespace}'");
            }
            else if (port.Scalar is { } expected && !found.Spec["ports"].Items.Any(offered => IsSamePort(offered, port)))
            {
                context.Report(port, $"{item} leads to port {expected} of the Service '{name}', which has no such port");
            }
        }
    }

    private static bool IsSamePort(PropertyNode offered, PropertyNode port) =>
        port.Number is { } number ? offered["port"].Number.Equals(number) : offered["name"].Text == port.Scalar;

    private static IEnumerable<Backend> GetIngressBackends(KubernetesObject item) =>
        from backend in item.Spec["rules"]
            .Items.SelectMany(rule => rule["http"]["paths"].Items)
            .Select(path => path["backend"])
            .Append(item.Spec["defaultBackend"])
        let service = backend["service"]
        let port = service["port"]["number"] is { Exists: true } number ? number : service["port"]["name"]
        select new Backend(service["name"], item.Namespace, port);

    private static IEnumerable<Backend> GetRouteBackends(KubernetesObject item) =>
        from backend in item.Spec["rules"].Items.SelectMany(rule => rule["backendRefs"].Items)
        where backend["kind"].Text is null or "Service" && backend["group"].Text is null or "" or "core"
        select new Backend(backend["name"], backend["namespace"].Text ?? item.Namespace, backend["port"]);
}

/// <summary>A backend of a route.</summary>
/// <param name="Service">The property that names the Service.</param>
/// <param name="Namespace">The namespace in which the Service must exist.</param>
/// <param name="Port">The property that names the port.</param>
internal sealed record Backend(PropertyNode Service, string Namespace, PropertyNode Port);
