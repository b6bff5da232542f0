using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Loading;

/// <summary>Reads the files and folders of the project that the settings of services name.</summary>
internal sealed class ProjectFileReader(SettingsSources sources, WrittenSettings written, SettingsErrors errors)
{
    private readonly ProjectFolder _folder = new(sources.Root, Path.GetDirectoryName(sources.Catalogue.Name) ?? "");
    private readonly Dictionary<string, ImmutableArray<ProjectFile>> _known = new(StringComparer.Ordinal);

    /// <summary>Adds the content of the files to the settings.</summary>
    public StackSettings Read(StackSettings settings) =>
        settings.Services.Values.Any(NamesFiles)
            ? settings with
            {
                Services = Map(settings.Services, (name, service) => Read(service, SettingsPath.Root.Key("services").Key(name))),
            }
            : settings;

    private static bool NamesFiles(ServiceSettings service) =>
        service.Files.Values.Concat(service.Versions.Values.SelectMany(version => version.Files.Values)).Any(NamesFiles);

    private static bool NamesFiles(FileSettings file) => file.File is not null || file.Folder is not null;

    private ServiceSettings Read(ServiceSettings service, SettingsPath path) =>
        !NamesFiles(service)
            ? service
            : service with
            {
                Files = Map(service.Files, (name, file) => Read(file, path.Key("files").Key(name))),
                Versions = Map(service.Versions, (version, settings) =>
                    settings with
                    {
                        Files = Map(settings.Files, (name, file) => Read(file, path.Key("versions").Key(version).Key("files").Key(name))),
                    }
                ),
            };

    private FileSettings Read(FileSettings file, SettingsPath path) =>
        file switch
        {
            { Folder: { } folder, File: null } => file with
            {
                ProjectFiles = Read($"{folder}/", path.Key("folder"), () => _folder.ReadFolder(folder)),
            },
            { File: { } single, Folder: null } => file with
            {
                ProjectFiles = Read(single, path.Key("file"), () => [_folder.ReadFile(single)]),
            },
            _ => file,
        };

    /// <summary>Reads what several services name once.</summary>
    private ImmutableArray<ProjectFile> Read(string key, SettingsPath path, Func<ImmutableArray<ProjectFile>> read)
    {
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        try
        {
            return _known[key] = read();
        }
        catch (ProjectFileException error)
        {
            errors.AddUnusable(written.Locate(path), path, error.Message, error.Cure);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.AddUnusable(written.Locate(path), path, $"it cannot be read: {error.Message}", "");
        }

        return [];
    }

    private static OrderedDictionary<string, T> Map<T>(IReadOnlyDictionary<string, T> values, Func<string, T, T> map) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, map(value.Key, value.Value))), StringComparer.Ordinal);
}
