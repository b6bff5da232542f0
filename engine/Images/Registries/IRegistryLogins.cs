namespace Infra.Engine.Images.Registries;

/// <summary>Finds credentials of registries.</summary>
internal interface IRegistryLogins
{
    /// <summary>Finds the credentials of a registry; null if there are none.</summary>
    /// <param name="registry">The registry as image references name it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<RegistryLogin?> FindAsync(string registry, CancellationToken cancellationToken);
}

/// <summary>The credentials of a registry.</summary>
internal sealed record RegistryLogin
{
    public string Username { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>A token for the token service instead of a password; null if there is none.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>Leaves out the secrets.</summary>
    public override string ToString() => "credentials of a registry";
}
