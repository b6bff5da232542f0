using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>A route to a missing Service answers every request with an error.</summary>
internal sealed class IngressBackend() : ClusterPolicy(new()
{
    Name = "ingress-backend",
    Description = "Ingresses lead to ports of Services that exist.",
    RemediationSteps = "Name a Service of the Ingress's namespace and one of its ports.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    private static readonly string[] Ingresses = ["Ingress"];

    protected override IReadOnlyList<string> Kinds => Ingresses;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        foreach (var backend in item.Spec["rules"].Items.SelectMany(rule => rule["http"]["paths"].Items).Select(path => path["backend"]).Append(item.Spec["defaultBackend"]))
        {
            var service = backend["service"];
            var port = service["port"]["number"] is { Exists: true } number ? number : service["port"]["name"];
            BackendService.Require(item, cluster, context, service, item.Namespace, port);
        }
    }
}
