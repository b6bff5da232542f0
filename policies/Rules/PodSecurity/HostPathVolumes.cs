using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A directory of the node inside the pod is a way out of it.</summary>
internal sealed class HostPathVolumes : PodPolicy
{
    protected override void Check(PodTemplate pod, Findings findings)
    {
        foreach (var volume in pod.Volumes.Items)
            if (volume["hostPath"] is { Exists: true } path)
                findings.Add(path, $"the volume '{volume["name"].Text}' is the node's {path["path"].Text ?? "file system"}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "host-path-volumes",
        Summary = "Pods mount nothing of the node's file system.",
        Remedy = "Use a PersistentVolumeClaim, an emptyDir or a projected volume.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("HostPath Volumes"), Standard.Nsa("Kubernetes Pod security")],
    };
}
