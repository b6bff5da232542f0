using System.Collections.Concurrent;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services;

/// <summary>
/// Registers the providers of resources without one: one per package and version, configured by the stack's configuration of that
/// namespace.
/// </summary>
internal sealed class DefaultProviders(
    Func<ResourceGoal, Task<ResourceState>> register,
    IReadOnlyDictionary<string, string> config,
    IReadOnlyList<string> secretKeys
)
{
    private const string VersionKey = "version";
    private const string DownloadUrlKey = "pluginDownloadURL";

    private readonly ConcurrentDictionary<(string Package, string Version, string Url), Lazy<Task<ProviderReference>>> _providers = new();

    public Task<ProviderReference> GetAsync(ResourceGoal goal) =>
        GetAsync(ProviderType.GetResourcePackage(goal.Type), goal.Version, goal.PluginDownloadUrl);

    public Task<ProviderReference> GetAsync(string package, string version, string downloadUrl) =>
        _providers
            .GetOrAdd((package, version, downloadUrl.TrimEnd('/')), key => new Lazy<Task<ProviderReference>>(() =>
                RegisterAsync(key.Package, key.Version, key.Url)
            ))
            .Value;

    /// <summary>Adds the plugin that a program asks for to the inputs of a provider.</summary>
    public static PropertyMap AddPlugin(PropertyMap inputs, string version, string downloadUrl)
    {
        inputs = version.Length == 0 ? inputs : inputs.SetItem(VersionKey, version);
        return downloadUrl.Length == 0
            ? inputs
            : inputs.SetItem(ProviderRegistry.InternalKey, PropertyMap.Create((DownloadUrlKey, downloadUrl)));
    }

    private async Task<ProviderReference> RegisterAsync(string package, string version, string downloadUrl)
    {
        var inputs = PropertyMap.From(
            config
                .Where(entry => entry.Key.StartsWith(package + ":", StringComparison.Ordinal))
                .Select(entry =>
                {
                    PropertyValue value = entry.Value;
                    return KeyValuePair.Create(
                        entry.Key[(package.Length + 1)..],
                        secretKeys.Contains(entry.Key) ? value.MakeSecret() : value
                    );
                })
        );
        var state = await register(
            new ResourceGoal
            {
                Type = ProviderType.Create(package),
                Name = CreateName(version, downloadUrl),
                Custom = true,
                Properties = AddPlugin(inputs, version, downloadUrl),
            }
        );
        return new ProviderReference(state.Urn, state.Id);
    }

    private static string CreateName(string version, string downloadUrl)
    {
        var name = version.Length == 0 ? "default" : $"default_{version.Replace('.', '_')}";
        var segments = downloadUrl.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(ReplaceOtherCharacters);
        return downloadUrl.Length == 0 ? name : $"{name}_{string.Join('/', segments)}";
    }

    private static string ReplaceOtherCharacters(string segment) =>
        string.Concat(
            segment.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-' ? character : '_')
        );
}
