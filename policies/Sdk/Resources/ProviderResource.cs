using Infra.Protocol.Values;

namespace Infra.Policies.Sdk.Resources;

/// <summary>The provider that manages a resource.</summary>
internal sealed record ProviderResource(string Type, string Name, string Urn, PropertyMap Properties);
