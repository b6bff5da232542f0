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
    private readonly Dictionary<string, PersistentVolumeClaim> _shared = new(StringComparer.Ordinal);

    public ServiceVolumes(ServicePlan service, Func<string, ObjectMetaArgs> metadata, CustomResourceOptions options)
    {
        _service = service;
        foreach (var (name, volume) in service.SharedVolumes)
        {
            var claim = DerivedNames.Claim(service.Name, name);
            _shared[name] = new PersistentVolumeClaim(
                service.System.ResourceName(claim),
                new PersistentVolumeClaimArgs { Metadata = metadata(claim), Spec = ClaimSpec(volume) },
                options
            );
        }
    }

    /// <summary>The templates from which each pod of a stateful service gets its own claims; empty for other kinds.</summary>
    public IEnumerable<PersistentVolumeClaimArgs> ClaimTemplates() =>
        _service.Kind != ServiceKind.Stateful
            ? []
            : _service.PersistentVolumes.Select(volume => new PersistentVolumeClaimArgs
            {
                Metadata = new ObjectMetaArgs { Name = volume.Key, Labels = ServiceLabels.Selector(_service) },
                Spec = ClaimSpec(volume.Value),
            });

    public IEnumerable<VolumeArgs> Volumes()
    {
        foreach (var (name, volume) in _service.Volumes)
        {
            if (_shared.TryGetValue(name, out var claim))
            {
                yield return new VolumeArgs
                {
                    Name = name,
                    PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs
                    {
                        ClaimName = claim.Metadata.Apply(meta => meta.Name),
                    },
                };
            }
            else if (volume.Kind == VolumeKind.Secret)
            {
                yield return new VolumeArgs
                {
                    Name = name,
                    Secret = new SecretVolumeSourceArgs { SecretName = volume.From!, DefaultMode = FileVolume.GroupReadable },
                };
            }
            else if (volume.Kind != VolumeKind.Persistent)
            {
                yield return new VolumeArgs { Name = name, EmptyDir = EmptyDir(volume) };
            }
        }
    }

    public IEnumerable<VolumeMountArgs> Mounts()
    {
        foreach (var (name, volume) in _service.Volumes)
        {
            var mount = new VolumeMountArgs { Name = name, MountPath = volume.Mount };
            if (volume.Kind == VolumeKind.Secret)
            {
                mount.ReadOnly = true;
            }

            yield return mount;
        }
    }

    private static EmptyDirVolumeSourceArgs EmptyDir(VolumeSettings volume)
    {
        var source = new EmptyDirVolumeSourceArgs();
        if (volume.Kind == VolumeKind.Memory)
        {
            source.Medium = "Memory";
        }

        if (volume.Size is { } size)
        {
            source.SizeLimit = size.ToString();
        }

        return source;
    }

    private static PersistentVolumeClaimSpecArgs ClaimSpec(VolumeSettings volume)
    {
        var claim = new PersistentVolumeClaimSpecArgs
        {
            AccessModes = { volume.Access.ToString() },
            Resources = new VolumeResourceRequirementsArgs { Requests = { ["storage"] = volume.Size!.Value.ToString() } },
        };
        if (volume.StorageClass is { } storageClass)
        {
            claim.StorageClassName = storageClass;
        }

        return claim;
    }
}
