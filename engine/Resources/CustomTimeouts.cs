namespace Infra.Engine.Resources;

/// <summary>How long the operations of a resource may take; null leaves it to the provider.</summary>
/// <param name="Create">Until it is created and ready.</param>
/// <param name="Update">Until it is changed and ready.</param>
/// <param name="Delete">Until it is gone.</param>
public sealed record CustomTimeouts(TimeSpan? Create = null, TimeSpan? Update = null, TimeSpan? Delete = null);
