namespace Infra.Engine.Providers.Plugins;

/// <summary>Creates the providers of all packages that are not built in: each is a plugin with a process of its own.</summary>
internal sealed class PluginProviderFactory(PluginSearch search, PluginHost host) : IProviderFactory
{
    private readonly PluginLocator _locator = new(search);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Packages => [.. _locator.InstalledPackages];

    /// <inheritdoc/>
    public bool Supports(string package) => true;

    /// <inheritdoc/>
    public IResourceProvider Create(string package, string version, IProviderLog log)
    {
        var location = _locator.Find(package, version);
        if (location.Warning is { } warning)
        {
            log.Warning(default, warning);
        }

        return new PluginProvider(location, package, host, log);
    }
}
