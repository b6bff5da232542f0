using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>A route to a missing Service answers every request with an error.</summary>
internal sealed class IngressBackend : ClusterPolicy
{
    private static readonly string[] Ingresses = ["Ingress"];

    protected override IReadOnlyList<string> Kinds => Ingresses;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        foreach (var backend in item.Spec["rules"].Items.SelectMany(rule => rule["http"]["paths"].Items).Select(path => path["backend"]).Append(item.Spec["defaultBackend"]))
        {
            var service = backend["service"];
            var port = service["port"]["number"] is { Exists: true } number ? number : service["port"]["name"];
            BackendService.Require(item, cluster, findings, service, item.Namespace, port);
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "ingress-backend",
        Summary = "Ingresses lead to ports of Services that exist.",
        Remedy = "Name a Service of the Ingress's namespace and one of its ports.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
