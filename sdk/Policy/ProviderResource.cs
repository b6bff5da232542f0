using Infra.Protocol.Values;

namespace Infra.PolicyPacks;

/// <summary>The provider that manages a resource.</summary>
/// <param name="Type">The provider's type token, e.g. <c>pulumi:providers:aws</c>.</param>
/// <param name="Name">The name the program gives the provider.</param>
/// <param name="Urn">The provider's URN.</param>
/// <param name="Properties">The provider's configuration, secrets included.</param>
public sealed record ProviderResource(string Type, string Name, string Urn, PropertyMap Properties);
