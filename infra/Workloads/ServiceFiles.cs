using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The ConfigMap and Secret with the files of a service, mounted one by one.</summary>
internal sealed class ServiceFiles
{
    /// <summary>Mode 0440: readable by the pod's user and group only.</summary>
    public const int GroupReadable = (4 << 6) + (4 << 3);

    private const string PlainVolume = "files";
    private const string SecretVolume = "secret-files";

    private readonly List<KeyValuePair<string, FileSettings>> _plain;
    private readonly List<KeyValuePair<string, FileSettings>> _secret;
    private readonly ConfigMap? _configMap;
    private readonly Secret? _secretMap;

    public ServiceFiles(ServicePlan service, Func<string, ObjectMetaArgs> metadata, CustomResourceOptions options)
    {
        _secret = [.. service.Files.Where(file => file.Value.Secret || file.Value.Content.IsSecret)];
        _plain = [.. service.Files.Except(_secret)];
        var name = ObjectNames.Files(service.Name);
        if (_plain.Count > 0)
        {
            _configMap = new ConfigMap(
                service.System.ResourceName(name),
                new ConfigMapArgs { Metadata = metadata(name), Data = ByKey(_plain) },
                options
            );
        }

        if (_secret.Count > 0)
        {
            _secretMap = new Secret(
                service.System.ResourceName(name),
                new SecretArgs
                {
                    Metadata = metadata(name),
                    Type = "Opaque",
                    StringData = Output.CreateSecret(ByKey(_secret)),
                },
                options
            );
        }
    }

    public IEnumerable<VolumeArgs> Volumes()
    {
        if (_configMap is not null)
        {
            yield return new VolumeArgs
            {
                Name = PlainVolume,
                ConfigMap = new ConfigMapVolumeSourceArgs { Name = _configMap.Metadata.Apply(meta => meta.Name) },
            };
        }

        if (_secretMap is not null)
        {
            yield return new VolumeArgs
            {
                Name = SecretVolume,
                Secret = new SecretVolumeSourceArgs
                {
                    SecretName = _secretMap.Metadata.Apply(meta => meta.Name),
                    DefaultMode = GroupReadable,
                },
            };
        }
    }

    public IEnumerable<VolumeMountArgs> Mounts() =>
        _plain.Select(file => Mount(PlainVolume, file.Key)).Concat(_secret.Select(file => Mount(SecretVolume, file.Key)));

    /// <summary>Mounts a single file, so that the other files of its folder in the image stay visible.</summary>
    private static VolumeMountArgs Mount(string volume, string path) =>
        new()
        {
            Name = volume,
            MountPath = path,
            SubPath = Key(path),
            ReadOnly = true,
        };

    private static Dictionary<string, string> ByKey(IEnumerable<KeyValuePair<string, FileSettings>> files) =>
        files.ToDictionary(file => Key(file.Key), file => file.Value.Content.Value, StringComparer.Ordinal);

    /// <summary>Keys may not contain slashes or "..". Underscores are doubled so that different paths have different keys.</summary>
    private static string Key(string path) =>
        path.Trim('/').Replace("_", "__", StringComparison.Ordinal).Replace("/", "_.", StringComparison.Ordinal);
}
