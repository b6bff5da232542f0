using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>Traffic to a port that no container listens on fails.</summary>
internal sealed class ServiceTargetPort()
    : ClusterPolicy(
        new()
        {
            Name = "service-target-port",
            Description = "Services send traffic to ports that their pods declare.",
            RemediationSteps = "Make targetPort the name or number of a port of the container.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
        }
    )
{
    private static readonly string[] Services = ["Service"];

    protected override IReadOnlyList<string> Kinds => Services;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (item.Spec["selector"].ToExactSelector() is not { IsEmpty: false } selector)
        {
            return;
        }

        var selected = cluster.Pods.Select(item.Namespace, selector);
        foreach (var port in item.Spec["ports"].Items)
        {
            var target = port["targetPort"] is { Exists: true } written ? written : port["port"];
            foreach (var pods in selected)
            {
                if (!Declares(pods.Pods, target, port["protocol"].Text ?? "TCP"))
                {
                    context.Report(target, $"{item} sends traffic to port {target.Scalar}, which no container of {pods.Owner} declares");
                }
            }
        }
    }

    private static bool Declares(PodTemplate pod, PropertyNode target, string protocol) =>
        pod
            .Containers.Where(container => container.IsServing)
            .SelectMany(container => container["ports"].Items)
            .Any(port =>
                (port["protocol"].Text ?? "TCP") == protocol
                && (
                    target.Number is { } number
                        ? port["containerPort"].Number.Equals(number)
                        : target.Text is { } name && port["name"].Text == name
                )
            );
}
