using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Network;

/// <summary>A port on every node is open to whoever reaches a node.</summary>
internal sealed class NodePort : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Is("Service") && item.Spec["type"] is { Text: "NodePort" } type)
            findings.Add(type, $"{item} opens a port on every node");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "node-port",
        Summary = "Services open no port on the nodes.",
        Remedy = "Use ClusterIP with an Ingress or a Gateway, or LoadBalancer.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}
