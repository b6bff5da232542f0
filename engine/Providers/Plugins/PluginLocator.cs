using System.Globalization;

namespace Infra.Engine.Providers.Plugins;

/// <summary>A plugin that was found: an executable file, or the port of a running plugin.</summary>
internal sealed record PluginLocation
{
    /// <summary>The executable file; null for a running plugin.</summary>
    public string? Executable { get; init; }

    /// <summary>The port of a running plugin.</summary>
    public int? Port { get; init; }

    /// <summary>What the user should know about the choice.</summary>
    public string? Warning { get; init; }

    public override string ToString() => Executable ?? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");
}

/// <summary>
/// Finds provider plugins in Pulumi's order: one that runs already, the project's own, one on <c>PATH</c>, an installed one. Plugins are
/// never downloaded.
/// </summary>
internal sealed class PluginLocator(PluginSearch search)
{
    private const string SourcePluginFile = "PulumiPlugin.yaml";

    /// <summary>The packages with installed plugins.</summary>
    public IEnumerable<string> InstalledPackages => Installed().Select(plugin => plugin.Package).Distinct(StringComparer.Ordinal);

    /// <summary>Finds the plugin of a package.</summary>
    /// <param name="package">The package, e.g. <c>random</c>.</param>
    /// <param name="version">The version that must be installed; "" for the newest.</param>
    /// <exception cref="ResourceProviderException">There is none, or it cannot be executed. Names every place.</exception>
    public PluginLocation Find(string package, string version)
    {
        PluginVersion? requested = null;
        if (version.Length > 0 && !PluginVersion.TryParse(version, out requested))
        {
            throw new ResourceProviderException($"'{version}' is not a version of the package '{package}': write e.g. 1.2.3");
        }

        return FindRunning(package)
            ?? FindOverride(package, requested)
            ?? FindOnPath(package)
            ?? FindInstalled(package, requested)
            ?? throw Missing(package, requested);
    }

    private static string FileName(string package) => $"pulumi-resource-{package}";

    private PluginLocation? FindRunning(string package)
    {
        if (search.FindRunning(package) is not { } text)
        {
            return null;
        }

        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? new PluginLocation { Port = port }
            : throw new ResourceProviderException($"PULUMI_DEBUG_PROVIDERS: '{text}' is not the port of the package '{package}'");
    }

    private PluginLocation? FindOverride(string package, PluginVersion? requested)
    {
        var found = search.Overrides.FirstOrDefault(plugin =>
            plugin.Name == package && (plugin.Version is null || requested is null || plugin.Version.CompareTo(requested) == 0)
        );
        return found is null ? null : Executable(found.Directory, package);
    }

    private PluginLocation? FindOnPath(string package)
    {
        var file = search
            .PathDirectories.SelectMany(directory => Candidates(directory, package))
            .FirstOrDefault(path => File.Exists(path) && IsExecutable(path));
        return file is null
            ? null
            : new PluginLocation { Executable = Path.GetFullPath(file), Warning = $"using {FileName(package)} from $PATH at {file}" };
    }

    private PluginLocation? FindInstalled(string package, PluginVersion? requested)
    {
        var plugins = Installed().Where(plugin => plugin.Package == package);
        if (requested is not null)
        {
            plugins = plugins.Where(plugin =>
                search.AcceptsNewer ? plugin.Version.CompareTo(requested) >= 0 : plugin.Version.CompareTo(requested) == 0
            );
        }

        // A stable version is preferred to a newer prerelease.
        var best = plugins.OrderBy(plugin => !plugin.Version.IsPrerelease).ThenBy(plugin => plugin.Version).LastOrDefault();
        return best.Directory is null ? null : Executable(best.Directory, package);
    }

    private IEnumerable<(string Package, PluginVersion Version, string Directory)> Installed()
    {
        foreach (var plugin in InstalledPlugins.List(search.InstalledDirectory).Where(plugin => plugin.Kind == "resource"))
        {
            if (PluginVersion.TryParse(plugin.Version, out var version))
            {
                yield return (plugin.Name, version, plugin.Directory);
            }
        }
    }

    private static PluginLocation Executable(string directory, string package)
    {
        if (Candidates(directory, package).FirstOrDefault(File.Exists) is { } file)
        {
            return IsExecutable(file)
                ? new PluginLocation { Executable = Path.GetFullPath(file) }
                : throw new ResourceProviderException($"the plugin {file} is not executable: run `chmod +x {file}`");
        }

        throw new ResourceProviderException(
            File.Exists(Path.Combine(directory, SourcePluginFile))
                ? $"the plugin in {directory} consists of sources with a {SourcePluginFile}, which are not supported: "
                    + $"build an executable {FileName(package)} in this folder"
                : $"there is no executable {FileName(package)} in the folder {directory} of the plugin"
        );
    }

    private static IEnumerable<string> Candidates(string directory, string package)
    {
        var path = Path.Combine(directory, FileName(package));
        return OperatingSystem.IsWindows() ? [path + ".exe", path + ".cmd"] : [path];
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0;
    }

    private ResourceProviderException Missing(string package, PluginVersion? requested)
    {
        var ambient = search.UsesPath ? " or on your $PATH" : "";
        var version = requested is null ? "" : $" at version v{requested}";
        var overrides = search
            .Overrides.Where(plugin => plugin.Name == package)
            .Select(plugin => $"{plugin.Directory} (version {plugin.Version})")
            .ToArray();
        var installed = Installed().Where(plugin => plugin.Package == package).Select(plugin => plugin.Version).Order().ToArray();
        string[] places =
        [
            $"the providers built into infra: {string.Join(", ", search.BuiltIn)}",
            $"plugins.providers of {search.ProjectFile}: " + (overrides.Length == 0 ? "no entry" : string.Join(", ", overrides)),
            search.UsesPath
                ? $"$PATH: no {FileName(package)} in {string.Join(", ", search.PathDirectories)}"
                : "$PATH: ignored because PULUMI_IGNORE_AMBIENT_PLUGINS is set",
            $"{search.InstalledDirectory}: "
                + (
                    !Directory.Exists(search.InstalledDirectory) ? "no such folder"
                    : installed.Length == 0 ? $"no resource-{package}-v*"
                    : $"only version {string.Join(", ", installed.Select(other => other.ToString()))}"
                ),
        ];
        return new ResourceProviderException(
            $"no resource plugin '{FileName(package)}' found in the workspace{version}{ambient}. It was looked for in:\n"
                + string.Concat(places.Select(place => $"  {place}\n"))
                + $"Install it as {Path.Combine(search.InstalledDirectory, $"resource-{package}-v{requested?.ToString() ?? "<version>"}")}, "
                + "e.g. with `pulumi plugin install`; plugins are not downloaded"
        );
    }
}
