namespace Infra.Engine.Providers.Plugins;

/// <summary>An installed plugin.</summary>
/// <param name="Kind">What it is for: <c>resource</c>, <c>language</c>, <c>analyzer</c>, <c>converter</c> or <c>tool</c>.</param>
/// <param name="Name">Its name; of a resource plugin, the package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Directory">Its folder.</param>
public sealed record InstalledPlugin(string Kind, string Name, string Version, string Directory);

/// <summary>Lists the plugins that are installed in Pulumi's folder.</summary>
public static class InstalledPlugins
{
    private const string HomeVariable = "PULUMI_HOME";
    private const string VersionMark = "-v";
    private static readonly string[] Kinds = ["analyzer", "converter", "language", "resource", "tool"];

    /// <summary>The folder of the installed plugins.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static string GetDirectory(Func<string, string?> environment)
    {
        var home = environment(HomeVariable) is { Length: > 0 } own
            ? own
            : Path.Combine(
                environment("HOME") is { Length: > 0 } user ? user : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".pulumi"
            );
        return Path.Combine(home, "plugins");
    }

    /// <summary>Lists the plugins of a folder, by name, the newest version first. One whose installation was interrupted is none.</summary>
    /// <exception cref="ResourceProviderException">The folder cannot be read.</exception>
    public static IReadOnlyList<InstalledPlugin> List(string directory)
    {
        try
        {
            var folders = Directory.Exists(directory) ? Directory.GetDirectories(directory) : [];
            return
            [
                .. folders
                    .Where(folder => !File.Exists(folder + ".partial"))
                    .Select(Parse)
                    .OfType<(InstalledPlugin Plugin, PluginVersion Version)>()
                    .OrderBy(entry => entry.Plugin.Name, StringComparer.Ordinal)
                    .ThenBy(entry => entry.Plugin.Kind, StringComparer.Ordinal)
                    .ThenByDescending(entry => entry.Version)
                    .Select(entry => entry.Plugin),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResourceProviderException($"the installed plugins cannot be listed: {error.Message}", error);
        }
    }

    private static (InstalledPlugin Plugin, PluginVersion Version)? Parse(string folder)
    {
        var name = Path.GetFileName(folder);
        var kind = Array.Find(Kinds, kind => name.StartsWith(kind + "-", StringComparison.Ordinal));
        var mark = name.LastIndexOf(VersionMark, StringComparison.Ordinal);
        return kind is not null && mark > kind.Length && PluginVersion.TryParse(name[(mark + VersionMark.Length)..], out var version)
            ? (new InstalledPlugin(kind, name[(kind.Length + 1)..mark], version.ToString(), folder), version)
            : null;
    }
}
