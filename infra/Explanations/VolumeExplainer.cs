using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Backend.Explanations;

/// <summary>Explains the volumes of a service, and where its containers mount them.</summary>
internal static class VolumeExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service)
    {
        foreach (var (name, volume) in service.Volumes)
        {
            log.AddOrDefault($"volumes.{name}.kind", DecisionLog.EnumName(volume.Kind));
            ExplainSource(log, service, name, volume);
        }

        ExplainMounts(log, service.Name, service.Mounts);
        foreach (var container in service.InitContainers.Concat(service.Sidecars))
        {
            ExplainMounts(log, container.Name, container.Mounts);
        }
    }

    private static void ExplainSource(DecisionLog log, ServicePlan service, string name, VolumeSettings volume)
    {
        if (volume.Kind == VolumeKind.Persistent || volume.IsPodClaim)
        {
            log.AddOrDefault($"volumes.{name}.size", $"{volume.Size}");
            log.AddOrDefault($"volumes.{name}.storageClass", volume.StorageClass ?? "the cluster's default class");
            log.AddOrDefault($"volumes.{name}.access", DecisionLog.EnumName(volume.AccessOrDefault));
        }

        if (volume.Kind == VolumeKind.Persistent)
        {
            ExplainClaim(log, service, name, volume);
        }
        else if (service.VolumeImages.TryGetValue(name, out var image))
        {
            log.Add($"volumes.{name}.from", image.ToString(), "default");
        }
    }

    private static void ExplainClaim(DecisionLog log, ServicePlan service, string name, VolumeSettings volume)
    {
        if (service.Kind == ServiceKind.Stateful)
        {
            log.AddDerived(
                $"volumes.{name}.claim",
                $"{name}-{service.Name}-<number>",
                "Kubernetes' rule: <volume>-<pod>, one for each pod"
            );
            var removal = service.ClaimRetention?.WhenDeleted == ClaimRetention.Delete ? VolumeRemoval.Delete : VolumeRemoval.Keep;
            log.Add(
                $"volumes.{name}.onRemoval",
                DecisionLog.EnumName(removal),
                service.ClaimRetention?.WhenDeleted is null ? "default" : "rule: the same for all volumes of a stateful service",
                $"volumes.{name}.onRemoval",
                "claimRetention.whenDeleted"
            );
            return;
        }

        log.AddDerived($"volumes.{name}.claim", DerivedNames.Claim(service.Name, name), "rule: <service>-<volume>, for all pods");
        log.AddOrDefault($"volumes.{name}.onRemoval", DecisionLog.EnumName(volume.OnRemoval ?? VolumeRemoval.Keep));
    }

    private static void ExplainMounts(DecisionLog log, string container, IEnumerable<PlannedMount> mounts)
    {
        foreach (var mount in mounts)
        {
            var part = (mount.SubPath ?? mount.SubPathExpr) is { } subPath ? $" at {subPath}" : "";
            log.AddDerived(
                $"volumeMounts: {container} {mount.Path}",
                $"{mount.Volume}{part}{(mount.ReadOnly ? ", read-only" : "")}",
                "rule: the container's own mounts, or those of the volume"
            );
        }
    }
}
