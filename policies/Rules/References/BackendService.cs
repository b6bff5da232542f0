using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.References;

/// <summary>What rules on the backends of routes have in common.</summary>
internal static class BackendService
{
    /// <summary>Reports a backend that is not there, or does not have the port.</summary>
    public static void Require(KubernetesObject item, Cluster cluster, Findings findings, Node backend, string @namespace, Node port)
    {
        if (backend["name"].Text is not { Length: > 0 } name)
            return;
        if (cluster.Find("Service", @namespace, name) is not { } service)
            findings.Add(backend["name"], $"{item} leads to the Service '{name}', which does not exist in namespace '{@namespace}'");
        else if (port.Scalar is { } wanted && !service.Spec["ports"].Items.Any(offered => port.Number is { } number ? offered["port"].Number.Equals(number) : offered["name"].Text == wanted))
            findings.Add(port, $"{item} leads to port {wanted} of the Service '{name}', which has no such port");
    }
}
