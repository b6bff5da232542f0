namespace Infra.Engine.Providers.Plugins;

/// <summary>The places that provider plugins are looked for.</summary>
internal sealed record PluginSearch
{
    private const string IgnoreAmbientVariable = "PULUMI_IGNORE_AMBIENT_PLUGINS";
    private const string LegacyVariable = "PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH";
    private const string AttachVariable = "PULUMI_DEBUG_PROVIDERS";

    /// <summary>The project file, whose <c>plugins.providers</c> names folders of plugins.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The entries of <c>plugins.providers</c>.</summary>
    public IReadOnlyList<PluginOverride> Overrides { get; init; } = [];

    /// <summary>The packages that need no plugin, for messages.</summary>
    public IReadOnlyList<string> BuiltIn { get; init; } = [];

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The folder of the installed plugins.</summary>
    public string InstalledDirectory => InstalledPlugins.GetDirectory(Environment);

    /// <summary>The folders of <c>PATH</c>; empty where plugins on it are ignored.</summary>
    public IReadOnlyList<string> PathDirectories =>
        UsesPath ? Environment("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [] : [];

    /// <summary>False where <c>PULUMI_IGNORE_AMBIENT_PLUGINS</c> is set.</summary>
    public bool UsesPath => Environment(IgnoreAmbientVariable)?.ToUpperInvariant() is not ("1" or "TRUE");

    /// <summary>True where a plugin newer than the requested version will do (<c>PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH</c>).</summary>
    public bool AcceptsNewer => Environment(LegacyVariable) is { Length: > 0 };

    /// <summary>The plugins that run already, e.g. in a debugger: <c>name:port,…</c> of <c>PULUMI_DEBUG_PROVIDERS</c>.</summary>
    /// <returns>The port as text, or null.</returns>
    public string? FindRunning(string package) =>
        Environment(AttachVariable)
            ?.Split(',', StringSplitOptions.TrimEntries)
            .Select(entry => entry.Split(':', 2))
            .FirstOrDefault(entry => entry.Length == 2 && entry[0] == package)
            ?[1];
}

/// <summary>An entry of <c>plugins.providers</c> in the project file.</summary>
/// <param name="Name">The package.</param>
/// <param name="Directory">The folder of the plugin.</param>
/// <param name="Version">The version it stands for; null for every one.</param>
internal sealed record PluginOverride(string Name, string Directory, PluginVersion? Version);
