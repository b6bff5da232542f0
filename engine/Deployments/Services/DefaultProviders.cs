using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<(string Package, string Version), Lazy<Task<ProviderReference>>> _providers = new();

    public Task<ProviderReference> GetAsync(string package, string version) =>
        _providers
            .GetOrAdd((package, version), key => new Lazy<Task<ProviderReference>>(() => RegisterAsync(key.Package, key.Version)))
            .Value;

    private async Task<ProviderReference> RegisterAsync(string package, string version)
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
                Name = version.Length == 0 ? "default" : $"default_{version.Replace('.', '_')}",
                Custom = true,
                Properties = version.Length == 0 ? inputs : inputs.SetItem("version", version),
            }
        );
        return new ProviderReference(state.Urn, state.Id);
    }
}
