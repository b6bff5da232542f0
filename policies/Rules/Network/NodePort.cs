using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>A port on every node is open to whoever reaches a node.</summary>
internal sealed class NodePort() : ObjectPolicy(new()
{
    Name = "node-port",
    Description = "Services open no port on the nodes.",
    RemediationSteps = "Use ClusterIP with an Ingress or a Gateway, or LoadBalancer.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is("Service") && item.Spec["type"] is { Text: "NodePort" } type)
            context.Report(type, $"{item} opens a port on every node");
    }
}
