using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Probes;

/// <summary>Init containers run to their end: there is nothing to probe, and the API server refuses it.</summary>
internal sealed class InitContainerProbes : ContainerPolicy
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    protected override void Check(Container container, Findings findings)
    {
        if (container.Role is not (ContainerRole.Init or ContainerRole.Ephemeral))
            return;
        foreach (var probe in Probes)
            if (container.Node[probe] is { Exists: true } present)
                findings.Add(present, $"{container} has a {probe}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "init-container-probes",
        Summary = "Init containers and ephemeral containers have no probes.",
        Remedy = "Remove the probe, or make the init container a sidecar with restartPolicy: Always.",
        Severity = Severity.Medium,
        Profile = Profile.Baseline,
    };
}
