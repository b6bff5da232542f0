using Infra.Engine.Errors;
using Infra.Engine.Projects;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Providers;
using Infra.Engine.Providers.Plugins;

namespace Infra.Engine.Operations;

/// <summary>Decides between built-in providers and plugins, and creates the factory of the providers that are not built in.</summary>
internal static class PluginProviders
{
    /// <summary>Selects the built-in providers in whose place the user has not put a plugin.</summary>
    public static IReadOnlyList<IProviderFactory> SelectBuiltIn(WorkspaceOptions options, Project project)
    {
        var search = new PluginSearch { ProjectFile = project.FilePath, Environment = options.Environment };
        return
        [
            .. options
                .Providers.Where(factory => !factory.YieldsToPlugins || !factory.Packages.Any(IsSelected))
                .Select(factory => factory.ForProgram(project.ProgramDirectory, options.Environment)),
        ];

        bool IsSelected(string package) =>
            project.ProviderPlugins.Any(plugin => plugin.Name == package) || search.FindRunning(package) is not null;
    }

    /// <param name="workspace">The project, which can select plugins.</param>
    /// <param name="configuration">The stack's configuration; null for an operation without one.</param>
    /// <exception cref="ConfigurationException">The project selects a plugin of an invalid version.</exception>
    public static IProviderFactory CreateFactory(Workspace workspace, ResolvedConfiguration? configuration)
    {
        var project = workspace.Project;
        var search = new PluginSearch
        {
            ProjectFile = project.FilePath,
            Overrides = [.. project.ProviderPlugins.Select(plugin => Read(project, plugin))],
            BuiltIn = [.. workspace.Providers.SelectMany(factory => factory.Packages).Order(StringComparer.Ordinal)],
            Environment = workspace.Environment,
        };
        var host = new PluginHost
        {
            WorkingDirectory = project.ProgramDirectory,
            Project = project.Name,
            Configuration = configuration?.Values ?? new Dictionary<string, string>(),
            RuntimeOptions = project.RuntimeOptions,
            Time = workspace.Time,
        };
        return new PluginProviderFactory(search, host);
    }

    private static PluginOverride Read(Project project, ProjectPlugin plugin)
    {
        PluginVersion? version = null;
        if (plugin.Version.Length > 0 && !PluginVersion.TryParse(plugin.Version, out version))
        {
            throw new ConfigurationException(
                $"{project.FilePath}: the version '{plugin.Version}' of the plugin `{plugin.Name}` is not a version: write e.g. 1.2.3"
            );
        }

        return new PluginOverride(plugin.Name, plugin.Directory, version);
    }
}
