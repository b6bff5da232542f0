using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Other volumes reach into storage that the cluster's owner has not handed out.</summary>
internal sealed class VolumeTypes : PodPolicy
{
    private static readonly FrozenSet<string> Allowed = new[]
    {
        "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret",
    }.ToFrozenSet(StringComparer.Ordinal);

    protected override void Check(PodTemplate pod, Findings findings)
    {
        foreach (var volume in pod.Volumes.Items)
            foreach (var (type, source) in volume.Entries)
                if (source.Exists && !Allowed.Contains(type))
                    findings.Add(source, $"the volume '{volume["name"].Text}' is of the type {type}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "volume-types",
        Summary = "Volumes are of the types that are handed out by the cluster.",
        Remedy = "Use configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected or secret.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.PodSecurityRestricted("Volume Types")],
    };
}
