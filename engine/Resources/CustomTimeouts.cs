namespace Infra.Engine.Resources;

/// <summary>The timeouts of a resource's operations; null means the provider's default.</summary>
/// <param name="Create">Until the resource is created and ready.</param>
/// <param name="Update">Until it is updated and ready.</param>
/// <param name="Delete">Until it is deleted.</param>
public sealed record CustomTimeouts(TimeSpan? Create = null, TimeSpan? Update = null, TimeSpan? Delete = null);
