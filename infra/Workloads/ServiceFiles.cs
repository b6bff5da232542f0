using System.Collections.Immutable;
using Infra.Backend.Planning;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>
/// The files of a service: single files share a ConfigMap and a Secret and are mounted one by one; each folder has a ConfigMap or Secret of
/// its own.
/// </summary>
internal sealed class ServiceFiles
{
    private const string PlainVolume = "files";
    private const string SecretVolume = "secret-files";

    private readonly List<FileVolume> _volumes = [];
    private readonly List<VolumeMountArgs> _mounts = [];

    public ServiceFiles(ServicePlan service, Func<string, ObjectMetaArgs> metadata, CustomResourceOptions options)
    {
        var (system, name) = (service.System, DerivedNames.Files(service.Name));
        AddSingleFiles(PlainVolume, [.. service.Files.Where(file => !file.IsFolder && !file.IsSecret)]);
        AddSingleFiles(SecretVolume, [.. service.Files.Where(file => !file.IsFolder && file.IsSecret)]);
        foreach (var folder in service.Files.Where(file => file.IsFolder))
        {
            AddFolder(folder);
        }

        void AddSingleFiles(string volume, ImmutableArray<MountedFile> files)
        {
            if (files.IsEmpty)
            {
                return;
            }

            var content = new FileVolumeArgs
            {
                Name = volume,
                Resource = system.ResourceName(name),
                Metadata = metadata(name),
                IsSecret = files[0].IsSecret,
                Entries = [.. files.SelectMany(file => file.Entries.Select(entry => (entry, file.Mode)))],
                ListsEntries = files.Any(file => file.Mode is not null),
            };
            _volumes.Add(new FileVolume(content, options));
            _mounts.AddRange(files.Select(file => MountFile(volume, file)));
        }

        void AddFolder(MountedFile folder)
        {
            var (volume, objectName) = (DerivedNames.FolderVolume(folder.Path), DerivedNames.Folder(service.Name, folder.Path));
            var content = new FileVolumeArgs
            {
                Name = volume,
                Resource = system.ResourceName(objectName),
                Metadata = metadata(objectName),
                IsSecret = folder.IsSecret,
                Entries = [.. folder.Entries.Select(entry => (entry, (int?)null))],
                ListsEntries = folder.Entries.Any(entry => entry.Key != entry.Name),
                DefaultMode = folder.Mode,
            };
            _volumes.Add(new FileVolume(content, options));
            _mounts.Add(
                new VolumeMountArgs
                {
                    Name = volume,
                    MountPath = folder.Path,
                    ReadOnly = true,
                }
            );
        }
    }

    public IEnumerable<VolumeArgs> Volumes() => _volumes.Select(volume => volume.Create());

    public IEnumerable<VolumeMountArgs> Mounts() => _mounts;

    /// <summary>Mounts a single file, so that the other files of its folder in the image stay visible.</summary>
    private static VolumeMountArgs MountFile(string volume, MountedFile file) =>
        new()
        {
            Name = volume,
            MountPath = file.Path,
            SubPath = file.Entries[0].Name,
            ReadOnly = true,
        };
}
