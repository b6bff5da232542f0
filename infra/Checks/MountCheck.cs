using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that files and volumes have different paths, and that nothing is mounted below a file or a read-only folder, where the container
/// runtime cannot create the mount point.
/// </summary>
internal sealed class MountCheck : ISettingsCheck
{
    private readonly HashSet<(SettingsPath At, string Problem)> _reported = [];

    public void Check(SettingsReview review)
    {
        // The containers of a pod share most mounts, so that they share the errors, too.
        _reported.Clear();
        foreach (var service in review.Services())
        {
            foreach (var container in Containers(service.Settings, service.Name))
            {
                CheckAll(
                    service,
                    [
                        .. service.Settings.Files.Select(file => Create(service.At("files", file.Key), file.Key, file.Value)),
                        .. CreateVolumes(service, container),
                    ]
                );
            }

            foreach (var (version, settings) in service.Settings.Versions)
            {
                CheckVersion(service, version, settings);
            }
        }
    }

    private void CheckVersion(ServiceUnderReview service, string version, VersionSettings settings)
    {
        Mount[] own =
        [
            .. settings
                .Files.Where(file => !service.Settings.Files.ContainsKey(file.Key))
                .Select(file => Create(service.At("versions", version, "files", file.Key), file.Key, file.Value)),
        ];
        Mount[] inherited =
        [
            .. service.Settings.Files.Select(file => Create(service.At("files", file.Key), file.Key, file.Value)),
            .. CreateVolumes(service, service.Name),
        ];
        CheckAll(service, [.. inherited, .. own], own);
    }

    private void CheckAll(ServiceUnderReview service, Mount[] mounts, Mount[]? reported = null)
    {
        var owners = new Dictionary<string, Mount>(StringComparer.Ordinal);
        foreach (var mount in mounts)
        {
            var isReported = reported is null || reported.Contains(mount);
            if (!IsValid(mount.Path))
            {
                Reject(mount, isReported, "is not a valid absolute path", "write one without '..' and ':', such as /var/lib/data");
            }
            else if (!owners.TryAdd(mount.Normalized, mount))
            {
                Reject(mount, isReported, $"is already used by {owners[mount.Normalized].At}", "choose another path");
            }
        }

        foreach (var mount in owners.Values)
        {
            if (FindAbove(mount, owners) is { } above)
            {
                var isReported = reported is null || reported.Contains(mount) || reported.Contains(above);
                var what = above.Kind == MountKind.File ? "a file" : "mounted as a read-only folder";
                Reject(mount, isReported, $"is below {above.At}, which is {what}", "choose another path, or add the file to the folder");
            }
        }

        void Reject(Mount mount, bool isReported, string problem, string cure)
        {
            if (isReported && _reported.Add((mount.At, problem)))
            {
                service.Reject(mount.At, $"'{mount.Path}' {problem}", cure);
            }
        }
    }

    private static IEnumerable<string> Containers(ServiceSettings service, string name) =>
        [name, .. service.Init.Keys, .. service.Sidecars.Keys];

    private static IEnumerable<Mount> CreateVolumes(ServiceUnderReview service, string container) =>
        ReviewedMount
            .In(container, [.. ReviewedMount.Find(service)])
            .Where(mount => service.Settings.Volumes.ContainsKey(mount.Volume))
            .Select(mount => new Mount(
                mount.At,
                mount.Mount.Path,
                PlannedMount.IsReadOnly(service.Settings.Volumes[mount.Volume].Kind) ? MountKind.ReadOnlyFolder : MountKind.WritableFolder
            ));

    private static Mount? FindAbove(Mount mount, Dictionary<string, Mount> owners)
    {
        for (var end = mount.Normalized.LastIndexOf('/'); end > 0; end = mount.Normalized.LastIndexOf('/', end - 1))
        {
            if (owners.TryGetValue(mount.Normalized[..end], out var above) && above.Kind != MountKind.WritableFolder)
            {
                return above;
            }
        }

        return null;
    }

    private static Mount Create(SettingsPath at, string path, FileSettings file) =>
        new(at, path, file.Folder is null ? MountKind.File : MountKind.ReadOnlyFolder);

    private static bool IsValid(string path) =>
        path.StartsWith('/')
        && path.Trim('/').Length > 0
        && !path.Split('/').Contains("..")
        && !path.Contains(':', StringComparison.Ordinal);

    private enum MountKind
    {
        File,
        ReadOnlyFolder,
        WritableFolder,
    }

    private sealed record Mount(SettingsPath At, string Path, MountKind Kind)
    {
        /// <summary>The path without empty and current folders.</summary>
        public string Normalized { get; } =
            "/" + string.Join('/', Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."));
    }
}
