namespace Infra.Engine.Providers;

/// <summary>
/// A provider that can identify the service it manages, so that a plan made for one service is not carried out on another.
/// </summary>
public interface IServiceIdentity
{
    /// <summary>Finds an identity that the service keeps for its whole life, or null where it has none.</summary>
    /// <exception cref="ResourceProviderException">The service does not answer.</exception>
    Task<string?> FindIdentityAsync(CancellationToken cancellationToken);
}
