namespace Infra.Engine.Registries;

/// <summary>The credentials for a registry.</summary>
/// <param name="Host">The registry as image names have it.</param>
internal sealed record RegistryCredentials(string Host)
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>A token for the token service instead of a password; null if there is none.</summary>
    public string? IdentityToken { get; init; }

    public bool IsAnonymous => Username is null && IdentityToken is null;

    /// <summary>The secrets, for redaction.</summary>
    public IEnumerable<string> Secrets => new[] { Password, IdentityToken }.OfType<string>().Where(secret => secret.Length > 0);

    /// <summary>Leaves out the secrets.</summary>
    public override string ToString() => $"credentials of {Host}";
}
