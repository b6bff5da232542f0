using Infra.Protocol.Values;

namespace Pulumi;

/// <summary>A provider with its own configuration, for the resources that name it in their options.</summary>
public class ProviderResource : CustomResource
{
    private Task<string>? _reference;

    /// <summary>Registers a provider.</summary>
    /// <param name="package">The package whose resources it manages, e.g. <c>kubernetes</c>.</param>
    /// <param name="name">The name, unique among the providers of the package.</param>
    /// <param name="args">Its configuration.</param>
    /// <param name="options">Its options.</param>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base(CreateType(package), name, args, options) => Package = package;

    private protected ProviderResource(string package)
        : base(CreateType(package), "") => Package = package;

    internal string Package { get; }

    /// <summary>The reference that resources send: the URN and the id, which may be unknown.</summary>
    internal Task<string> GetReferenceAsync() => _reference ??= FindReferenceAsync();

    private async Task<string> FindReferenceAsync()
    {
        var urn = await Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var id = await Id.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        return $"{urn}::{(string.IsNullOrEmpty(id) ? UnknownSentinels.String : id)}";
    }

    private static string CreateType(string package) => $"pulumi:providers:{package}";
}
