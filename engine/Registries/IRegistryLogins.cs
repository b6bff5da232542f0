namespace Infra.Engine.Registries;

/// <summary>Finds credentials of registries.</summary>
internal interface IRegistryLogins
{
    /// <summary>Finds the credentials of a registry; null if there are none.</summary>
    /// <param name="registry">The registry as image references name it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="Errors.ImageException">There are some, but they cannot be read.</exception>
    Task<RegistryCredentials?> FindAsync(string registry, CancellationToken cancellationToken);
}
