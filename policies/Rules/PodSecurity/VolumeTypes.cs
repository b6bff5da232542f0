using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Other volume types give access to storage that the cluster's administrator has not granted.</summary>
internal sealed class VolumeTypes()
    : PodPolicy(
        new()
        {
            Name = "volume-types",
            Description = "Volumes have types of the restricted profile.",
            RemediationSteps = "Use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret.",
            Severity = Severity.Medium,
            Profile = Profiles.Restricted,
            Controls = [Standards.PodSecurityRestricted("Volume Types")],
        }
    )
{
    private static readonly FrozenSet<string> Allowed = new[]
    {
        "name",
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
    }.ToFrozenSet(StringComparer.Ordinal);

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var volume in pod.Volumes.Items)
        {
            foreach (var (type, source) in volume.Entries)
            {
                if (source.Exists && !Allowed.Contains(type))
                {
                    context.Report(source, $"the volume '{volume["name"].Text}' is of the type {type}");
                }
            }
        }
    }
}
