using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks that a volume has the settings its kind requires, and none that have no effect on it.</summary>
internal sealed class VolumeKindCheck : ISettingsCheck
{
    private const int DriverLength = 63;

    private static readonly VolumeKind[] Named =
    [
        VolumeKind.Secret,
        VolumeKind.ConfigMap,
        VolumeKind.Shared,
        VolumeKind.Claim,
        VolumeKind.Image,
    ];

    private static readonly VolumeKind[] Claims = [VolumeKind.Persistent, VolumeKind.Claim, VolumeKind.Ephemeral];

    private static readonly VolumeKind[] Objects = [VolumeKind.Secret, VolumeKind.ConfigMap];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var (name, volume) in service.Settings.Volumes)
            {
                CheckSettings(service, service.At("volumes", name), volume);
                CheckName(service, service.At("volumes", name), volume);
                CheckItems(service, service.At("volumes", name, "items"), volume.Items);
            }
        }
    }

    /// <summary>Checks the entries of a Secret or ConfigMap that become files.</summary>
    private static void CheckItems(ServiceUnderReview service, SettingsPath at, IReadOnlyDictionary<string, VolumeItemSettings> items)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, item) in items)
        {
            if (!IsFilePath(item.Path))
            {
                RejectPath(service, at.Key(key), item.Path);
            }
            else if (!paths.TryAdd(item.Path, key))
            {
                service.Reject(at.Key(key), $"'{item.Path}' is the path of '{paths[item.Path]}', too", "choose another path");
            }
        }
    }

    /// <summary>Whether a path names a file of a volume (<c>validateLocalNonReservedPath</c>).</summary>
    internal static bool IsFilePath(string path) =>
        VolumeMountCheck.IsWithinVolume(path) && !path.StartsWith("..", StringComparison.Ordinal);

    internal static void RejectPath(ServiceUnderReview service, SettingsPath at, string path) =>
        service.Reject(at, $"'{path}' is not a path within the volume", "write a relative path that does not begin with '..'");

    private static void CheckSettings(ServiceUnderReview service, SettingsPath at, VolumeSettings volume)
    {
        (string Key, bool IsSet, VolumeKind[] Kinds)[] settings =
        [
            ("size", volume.Size is not null, [VolumeKind.Ephemeral, VolumeKind.Memory, VolumeKind.HugePages, VolumeKind.Persistent]),
            ("storageClass", volume.StorageClass is not null, [VolumeKind.Persistent, VolumeKind.Ephemeral]),
            ("access", volume.Access is not null, Claims),
            ("onRemoval", volume.OnRemoval is not null, [VolumeKind.Persistent]),
            ("items", volume.Items.Count > 0, Objects),
            ("optional", volume.Optional, Objects),
            ("mode", volume.Mode is not null, [.. Objects, VolumeKind.Projected]),
            ("sources", !volume.Sources.IsEmpty, [VolumeKind.Projected]),
            ("driver", volume.Driver is not null, [VolumeKind.Csi]),
            ("fsType", volume.FsType is not null, [VolumeKind.Csi]),
            ("attributes", volume.Attributes.Count > 0, [VolumeKind.Csi]),
            ("nodePublishSecret", volume.NodePublishSecret is not null, [VolumeKind.Csi]),
            ("pullPolicy", volume.PullPolicy is not null, [VolumeKind.Image]),
        ];
        foreach (var (key, _, kinds) in settings.Where(setting => setting.IsSet && !setting.Kinds.Contains(volume.Kind)))
        {
            var names = string.Join(" or ", kinds.Select(kind => $"'kind: {ScalarType.EnumName(kind.ToString())}'"));
            service.Reject(
                at.Key(key),
                $"'{key}' has no effect on a volume of the kind '{Name(volume.Kind)}'",
                $"remove it, or write {names}",
                at
            );
        }

        if (volume is { Kind: VolumeKind.Ephemeral, Access: not null, StorageClass: null })
        {
            service.Reject(
                at.Key("access"),
                "'access' has no effect on a volume on the node's disk",
                "remove it, or write 'storageClass' or 'kind: persistent'",
                at
            );
        }

        foreach (var (key, _) in volume.Attributes.Where(attribute => attribute.Value.IsSecret))
        {
            service.Reject(
                at.Key("attributes").Key(key),
                "an attribute cannot be secret: anyone who may read the pod can read it",
                "keep it in a Secret, and write 'nodePublishSecret: <name of the Secret>'"
            );
        }

        Require(service, at, volume.Kind == VolumeKind.Projected && volume.Sources.IsEmpty, "sources", "[{configMap: <name>}]");
        Require(service, at, volume.Kind == VolumeKind.Csi && volume.Driver is null, "driver", "<name of the CSI driver>");
        Require(service, at, volume.IsPodClaim && volume.Size is null, "size", "10Gi");
    }

    private static void Require(ServiceUnderReview service, SettingsPath at, bool isMissing, string key, string example)
    {
        if (isMissing)
        {
            service.Reject(at, $"'{key}' is missing", $"write '{key}: {example}'", at, at.Key(key), at.Key("kind"));
        }
    }

    private static void CheckName(ServiceUnderReview service, SettingsPath at, VolumeSettings volume)
    {
        if (Named.Contains(volume.Kind) != volume.From is not null)
        {
            var kind = Named.Contains(volume.Kind) ? volume.Kind : VolumeKind.Secret;
            service.Reject(
                at,
                $"'from' and 'kind: {Name(kind)}' belong together",
                $"write 'kind: {Name(kind)}' and 'from: {Example(kind)}'",
                at,
                at.Key("from"),
                at.Key("kind")
            );
            return;
        }

        switch (volume.Kind)
        {
            case VolumeKind.Shared when !service.Review.Settings.Volumes.ContainsKey(volume.From!):
                service.Reject(
                    at.Key("from"),
                    $"the stack has no volume '{volume.From}'",
                    service.Review.Settings.Volumes.Count == 0
                        ? $"declare it at the top level: 'volumes: {{{volume.From}: {{size: 10Gi}}}}'"
                        : Suggestion.For(volume.From!, [.. service.Review.Settings.Volumes.Keys]),
                    at.Key("from"),
                    SettingsPath.Root.Key("volumes")
                );
                break;
            case VolumeKind.Image when !ImageReference.TryParse(volume.From!, out _):
                service.Reject(at.Key("from"), $"'{volume.From}' is not a container image", "write registry/repository:tag");
                break;
            case VolumeKind.Csi when volume.Driver is { } driver && (driver.Length > DriverLength || !IsDriver(driver)):
                service.Reject(
                    at.Key("driver"),
                    $"'{driver}' is not a valid name of a CSI driver",
                    $"use at most {DriverLength} letters, digits, '-' and '.', as 'kubectl get csidrivers' shows it"
                );
                break;
        }
    }

    /// <summary>Whether a name is that of a CSI driver, whose letters may be upper-case (<c>ValidateCSIDriverName</c>).</summary>
    private static bool IsDriver(string name) => KubernetesNames.IsSubdomain(name.ToLowerInvariant());

    private static string Name(VolumeKind kind) => ScalarType.EnumName(kind.ToString());

    private static string Example(VolumeKind kind) =>
        kind switch
        {
            VolumeKind.Secret => "<name of the Secret>",
            VolumeKind.ConfigMap => "<name of the ConfigMap>",
            VolumeKind.Claim => "<name of the PersistentVolumeClaim>",
            VolumeKind.Image => "<image>",
            _ => "<name of a volume of the stack>",
        };
}
