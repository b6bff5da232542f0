using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>What rules on the backends of routes have in common.</summary>
internal static class BackendService
{
    /// <summary>Reports a backend that is not there, or does not have the port.</summary>
    public static void Require(KubernetesObject item, Cluster cluster, PolicyContext context, PropertyNode backend, string @namespace, PropertyNode port)
    {
        if (backend["name"].Text is not { Length: > 0 } name)
            return;
        if (cluster.Find("Service", @namespace, name) is not { } service)
            context.Report(backend["name"], $"{item} leads to the Service '{name}', which does not exist in namespace '{@namespace}'");
        else if (port.Scalar is { } wanted && !service.Spec["ports"].Items.Any(offered => port.Number is { } number ? offered["port"].Number.Equals(number) : offered["name"].Text == wanted))
            context.Report(port, $"{item} leads to port {wanted} of the Service '{name}', which has no such port");
    }
}
