using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Common;
using Infra.Kubernetes;

namespace Infra.Backend.Loading;

/// <summary>Gives the images that are built their names, and finds the files of their builds. Every image then has a reference.</summary>
internal sealed class ImageBuildReader(SettingsSources sources, WrittenSettings written, SettingsErrors errors)
{
    private const string DefaultDockerfile = "Dockerfile";

    private readonly ProjectFolder _folder = new(sources.Root, "");

    /// <summary>Completes the images of the settings.</summary>
    public StackSettings Read(StackSettings settings)
    {
        var root = SettingsPath.Root;
        return settings with
        {
            Images = settings.Images with { Kubectl = ReadPulled(settings.Images.Kubectl, root.Key("images").Key("kubectl")) },
            LoadBalancing = settings.LoadBalancing with
            {
                Image = ReadPulled(settings.LoadBalancing.Image, root.Key("loadBalancing").Key("image")),
            },
            Stores = Map(settings.Stores, (name, store) =>
                store.Image is { } image ? store with { Image = ReadPulled(image, root.Key("stores").Key(name).Key("image")) } : store
            ),
            Services = Map(settings.Services, (name, service) => Read(settings, service, name, root.Key("services").Key(name))),
        };
    }

    private ServiceSettings Read(StackSettings settings, ServiceSettings service, string name, SettingsPath path) =>
        IsComplete(service.Image) && service.Init.Concat(service.Sidecars).All(container => IsComplete(container.Value.Image))
            ? service
            : service with
            {
                Image = Read(settings, service.Image, name, path.Key("image")),
                Init = Read(settings, service.Init, name, path.Key("init")),
                Sidecars = Read(settings, service.Sidecars, name, path.Key("sidecars")),
            };

    private OrderedDictionary<string, ContainerSettings> Read(
        StackSettings settings,
        IReadOnlyDictionary<string, ContainerSettings> containers,
        string service,
        SettingsPath path
    ) =>
        Map(containers, (name, container) =>
            container with
            {
                Image = Read(settings, container.Image, $"{service}-{name}", path.Key(name).Key("image")),
            }
        );

    private static bool IsComplete(ImageSettings image) => image is { Reference: not null, Build: null };

    private ImageSettings Read(StackSettings settings, ImageSettings image, string name, SettingsPath path)
    {
        if (image.Build is not { } build)
        {
            return WithReference(image, path, "write 'reference: <image>', or 'build: <folder with a Dockerfile>'");
        }

        if (image.Reference is not null)
        {
            Reject(
                path,
                "the image has both a reference and a build",
                "remove one; 'reference: null' removes the catalogue's in a stack's file"
            );
        }

        return image with
        {
            Registry = image.Registry ?? settings.Images.Builds?.Registry ?? settings.Images.Registry,
            Reference = new ImageReference(null, build.Repository ?? $"{settings.Name}/{name}", image.Tag ?? sources.Stack, null),
            Build = FindFiles(build, path.Key("build")),
        };
    }

    private ImageSettings ReadPulled(ImageSettings image, SettingsPath path)
    {
        if (image.Build is not null)
        {
            Reject(path.Key("build"), "only images of services are built", "write the reference of an image");
        }

        return WithReference(image with { Build = null }, path, "write 'reference: <image>'");
    }

    private ImageSettings WithReference(ImageSettings image, SettingsPath path, string cure)
    {
        if (image.Reference is not null)
        {
            return image;
        }

        var at = path.Key("reference");
        if (errors.IsUsable(at) && errors.IsUsable(path.Key("build")))
        {
            errors.AddUnusable(written.Locate(path), at, "this setting is missing", cure);
        }

        return image with
        {
            Reference = new ImageReference(null, "missing", null, null),
        };
    }

    private BuildSettings FindFiles(BuildSettings build, SettingsPath path)
    {
        try
        {
            var folder = Resolve(build.Context, "");
            if (!Directory.Exists(folder.Actual))
            {
                Reject(path, $"there is no folder '{folder.Name}'", "create it, or write its path from the project's folder");
                return build;
            }

            if (FindProject(build, folder, path) is { } project)
            {
                return build with { Folder = folder.Name, File = project, IsDotnet = true };
            }

            var dockerfile = FindDockerfile(build, folder.Name, path);
            if (folder.Actual == _folder.ResolveInProject("").Actual)
            {
                RefuseOwnFolders(folder.Name, dockerfile, path);
            }

            return build with
            {
                Folder = folder.Name,
                File = dockerfile,
            };
        }
        catch (ProjectFileException error)
        {
            Reject(path, error.Message, error.Cure);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Reject(path, $"it cannot be read: {error.Message}", "");
        }

        return build;
    }

    /// <summary>The path of the .NET project to publish; null if the image is built from a Dockerfile.</summary>
    private string? FindProject(BuildSettings build, (string Name, string Actual) folder, SettingsPath path)
    {
        if (build.Project is not null)
        {
            if (build.Dockerfile is not null)
            {
                Reject(path, "the build has both a project and a Dockerfile", "remove 'project' or 'dockerfile'");
            }

            var project = Resolve(build.Project, folder.Name);
            if (!File.Exists(project.Actual))
            {
                Reject(path.Key("project"), $"there is no file '{project.Name}'", $"write its path from '{folder.Name}'");
            }
            else if (!IsProjectFile(project.Name))
            {
                Reject(
                    path.Key("project"),
                    $"'{project.Name}' is not a project file",
                    "write the path of a .csproj, .fsproj or .vbproj file"
                );
            }

            return project.Name;
        }

        if (build.Dockerfile is not null || File.Exists(Path.Combine(folder.Actual, DefaultDockerfile)))
        {
            return null;
        }

        string[] projects =
        [
            .. Directory
                .EnumerateFiles(folder.Actual)
                .Select(file => Path.GetFileName(file)!)
                .Where(IsProjectFile)
                .Order(StringComparer.Ordinal),
        ];
        if (projects.Length > 1)
        {
            Reject(
                path,
                $"'{folder.Name}' has no Dockerfile and {projects.Length} project files: {string.Join(", ", projects)}",
                $"write which one as 'project', such as 'project: {projects[0]}'"
            );
        }

        return projects.Length == 0 ? null : Resolve(projects[0], folder.Name).Name;
    }

    private static bool IsProjectFile(string name) => Path.GetExtension(name) is ".csproj" or ".fsproj" or ".vbproj";

    private string FindDockerfile(BuildSettings build, string folder, SettingsPath path)
    {
        var file = Resolve(build.Dockerfile ?? DefaultDockerfile, folder);
        if (!File.Exists(file.Actual))
        {
            Reject(
                build.Dockerfile is null ? path : path.Key("dockerfile"),
                $"there is no file '{file.Name}'",
                build.Dockerfile is null
                    ? "write a Dockerfile there, or its path from the folder as 'dockerfile', or that of a .NET project as 'project'"
                    : $"write its path from '{folder}'"
            );
        }

        return file.Name;
    }

    private void RefuseOwnFolders(string folder, string dockerfile, SettingsPath path)
    {
        var patterns = IgnorePatterns.FindFile(Path.Combine(sources.Root, folder), Path.Combine(sources.Root, dockerfile));
        if (OwnFolders.Find(sources.Root, IgnorePatterns.Read(patterns)) is { Count: > 0 } found)
        {
            Reject(
                path,
                $"the context has folders of the project that may hold secrets and change with each update: {string.Join(", ", found)}",
                $"exclude them in '{Path.GetRelativePath(sources.Root, patterns).Replace(Path.DirectorySeparatorChar, '/')}', "
                    + "or build another folder"
            );
        }
    }

    private (string Name, string Actual) Resolve(string path, string folder)
    {
        if (path.Length == 0 || Path.IsPathRooted(path))
        {
            throw new ProjectFileException(
                $"'{path}' is not a relative path",
                folder.Length == 0 ? "write a path from the project's folder, such as ./src/catalog" : $"write a path from '{folder}'"
            );
        }

        var name = Path.GetRelativePath(sources.Root, Path.GetFullPath(Path.Combine(sources.Root, folder, path)));
        return _folder.ResolveInProject(Path.TrimEndingDirectorySeparator(name).Replace(Path.DirectorySeparatorChar, '/'));
    }

    private void Reject(SettingsPath path, string problem, string cure)
    {
        if (errors.IsUsable(path))
        {
            errors.AddUnusable(written.Locate(path), path, problem, cure);
        }
    }

    private static OrderedDictionary<string, T> Map<T>(IReadOnlyDictionary<string, T> values, Func<string, T, T> map) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, map(value.Key, value.Value))), StringComparer.Ordinal);
}
