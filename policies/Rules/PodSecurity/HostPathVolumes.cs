using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A mounted directory of the node lets a process escape the pod.</summary>
internal sealed class HostPathVolumes()
    : PodPolicy(
        new()
        {
            Name = "host-path-volumes",
            Description = "Pods do not mount the node's file system.",
            RemediationSteps = "Use a PersistentVolumeClaim, an emptyDir or a projected volume.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.PodSecurityBaseline("HostPath Volumes"), Standards.Nsa("Kubernetes Pod security")],
        }
    )
{
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var volume in pod.Volumes.Items)
        {
            if (volume["hostPath"] is { Exists: true } path)
            {
                context.Report(path, $"the volume '{volume["name"].Text}' is the node's {path["path"].Text ?? "file system"}");
            }
        }
    }
}
