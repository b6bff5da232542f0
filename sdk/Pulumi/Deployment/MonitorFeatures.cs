using System.Collections.Concurrent;

namespace Pulumi;

/// <summary>The features of the engine. Each is queried once.</summary>
internal sealed class MonitorFeatures(IMonitor monitor)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _answers = new(StringComparer.Ordinal);
    private readonly Func<string, Lazy<Task<bool>>> _ask = feature => new(() => monitor.SupportsFeatureAsync(feature));

    public Task<bool> ResourceReferences => SupportsAsync("resourceReferences");

    public Task<bool> AliasSpecs => SupportsAsync("aliasSpecs");

    public Task<bool> OutputValues => SupportsAsync("outputValues");

    public Task<bool> InvokeTransforms => SupportsAsync("invokeTransforms");

    /// <summary>Throws unless the engine has a feature that an option needs.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public async ValueTask RequireAsync(string feature, string option)
    {
        if (!await SupportsAsync(feature).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"The engine does not support {option}: update the CLI.");
        }
    }

    private Task<bool> SupportsAsync(string feature) => _answers.GetOrAdd(feature, _ask).Value;
}
