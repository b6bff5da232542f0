using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Hardening;

/// <summary>What a pod can write on its node, it can plant there.</summary>
internal sealed class WritableHostMounts : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        foreach (var mount in container.Node["volumeMounts"].Items)
        {
            if (mount["readOnly"].Flag != true && mount["name"].Text is { } name
                && container.Pod.Volumes.Items.Any(volume => volume["name"].Text == name && volume["hostPath"].Exists))
                findings.Add(mount["readOnly"], $"{container} can write to the node through the volume '{name}'");
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "writable-host-mounts",
        Summary = "What is mounted from the node is mounted read-only.",
        Remedy = "Set readOnly: true on the volume mount.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
