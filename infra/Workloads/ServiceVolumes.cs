using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The volumes of a service's pods, and the claims they need.</summary>
internal sealed class ServiceVolumes
{
    private readonly ServicePlan _service;
    private readonly Dictionary<string, Input<string>> _claims = new(StringComparer.Ordinal);

    /// <param name="service">The service.</param>
    /// <param name="stackClaims">The claims of the stack's volumes by name.</param>
    /// <param name="metadata">Creates the metadata of an object by its name.</param>
    /// <param name="options">The options of the claims.</param>
    public ServiceVolumes(
        ServicePlan service,
        IReadOnlyDictionary<string, PersistentVolumeClaim> stackClaims,
        Func<string, ObjectMetaArgs> metadata,
        CustomResourceOptions options
    )
    {
        _service = service;
        foreach (var (name, volume) in service.SharedVolumes)
        {
            var claim = DerivedNames.Claim(service.Name, name);
            _claims[name] = Name(
                new PersistentVolumeClaim(
                    service.System.ResourceName(claim),
                    new PersistentVolumeClaimArgs { Metadata = metadata(claim), Spec = ClaimSpec.Create(volume) },
                    ClaimSpec.Retain(options, volume.OnRemoval ?? VolumeRemoval.Keep)
                )
            );
        }

        foreach (var (name, volume) in service.Volumes)
        {
            if (volume.Kind is VolumeKind.Shared)
            {
                _claims[name] = Name(stackClaims[volume.From!]);
            }
            else if (volume.Kind is VolumeKind.Claim)
            {
                _claims[name] = volume.From!;
            }
        }
    }

    /// <summary>The templates from which each pod of a stateful service gets its own claims; empty for other kinds.</summary>
    public IEnumerable<PersistentVolumeClaimArgs> ClaimTemplates() =>
        _service.Kind != ServiceKind.Stateful
            ? []
            : _service.PersistentVolumes.Select(volume => new PersistentVolumeClaimArgs
            {
                Metadata = new ObjectMetaArgs { Name = volume.Key, Labels = ServiceLabels.Selector(_service) },
                Spec = ClaimSpec.Create(volume.Value),
            });

    public IEnumerable<VolumeArgs> Volumes() =>
        _service
            .Volumes.Where(volume => volume.Value.Kind != VolumeKind.Persistent || _claims.ContainsKey(volume.Key))
            .Select(volume => CreateVolume(volume.Key, volume.Value));

    /// <summary>Creates the volume mounts of a container.</summary>
    public static IEnumerable<VolumeMountArgs> Mounts(IEnumerable<PlannedMount> mounts) => mounts.Select(CreateMount);

    private static Input<string> Name(PersistentVolumeClaim claim) => claim.Metadata.Apply(meta => meta.Name);

    private static VolumeMountArgs CreateMount(PlannedMount planned)
    {
        var mount = new VolumeMountArgs { Name = planned.Volume, MountPath = planned.Path };
        if (planned.ReadOnly)
        {
            mount.ReadOnly = true;
        }

        if (planned.SubPath is { } subPath)
        {
            mount.SubPath = subPath;
        }

        if (planned.SubPathExpr is { } expression)
        {
            mount.SubPathExpr = expression;
        }

        if (planned.RecursiveReadOnly is { } recursive)
        {
            mount.RecursiveReadOnly = recursive.ToString();
        }

        if (planned.Propagation is { } propagation)
        {
            mount.MountPropagation = propagation.ToString();
        }

        return mount;
    }

    private VolumeArgs CreateVolume(string name, VolumeSettings volume)
    {
        var args = new VolumeArgs { Name = name };
        switch (volume.Kind)
        {
            case VolumeKind.Persistent or VolumeKind.Shared or VolumeKind.Claim:
                args.PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs { ClaimName = _claims[name] };
                break;
            case VolumeKind.Secret:
                args.Secret = VolumeSources.Secret(volume);
                break;
            case VolumeKind.ConfigMap:
                args.ConfigMap = VolumeSources.ConfigMap(volume);
                break;
            case VolumeKind.Projected:
                args.Projected = ProjectedVolume.Create(volume, _service.Name);
                break;
            case VolumeKind.Csi:
                args.Csi = VolumeSources.Csi(volume);
                break;
            case VolumeKind.Image:
                args.Image = VolumeSources.Image(_service.VolumeImages[name], volume.PullPolicy);
                break;
            case VolumeKind.Ephemeral when volume.IsPodClaim:
                args.Ephemeral = VolumeSources.PodClaim(volume, _service);
                break;
            default:
                args.EmptyDir = VolumeSources.EmptyDir(volume);
                break;
        }

        return args;
    }
}
