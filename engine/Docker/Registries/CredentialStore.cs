using System.Collections.Concurrent;
using Infra.Engine.Docker.Configuration;

namespace Infra.Engine.Docker.Registries;

/// <summary>
/// Finds the credentials of registries: the program's own, those of the provider's <c>registryAuth</c>, then those of the docker command.
/// </summary>
internal sealed class CredentialStore(DockerSettings settings, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, bool> _secrets = new(StringComparer.Ordinal);

    /// <summary>The secrets that were found, for redaction.</summary>
    public IEnumerable<string> Secrets => settings.Secrets.Concat(_secrets.Keys);

    /// <summary>Finds the credentials of a registry; anonymous ones where there are none.</summary>
    /// <exception cref="RegistryException">There are some, but they cannot be read.</exception>
    public Task<RegistryCredentials> FindAsync(string host, CancellationToken cancellationToken) =>
        FindAsync(host, null, cancellationToken);

    /// <summary>Finds the credentials of a registry; anonymous ones where there are none.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="own">The credentials of the resource itself; null for none.</param>
    /// <param name="cancellationToken">Aborts credential helpers.</param>
    /// <exception cref="RegistryException">There are some, but they cannot be read.</exception>
    public async Task<RegistryCredentials> FindAsync(string host, RegistryCredentials? own, CancellationToken cancellationToken)
    {
        var login = settings.Logins.LastOrDefault(login => login.Host == host);
        var found = own ?? await FindAsync(login, host, cancellationToken) ?? new RegistryCredentials(host);
        foreach (var secret in found.Secrets)
        {
            _secrets[secret] = true;
        }

        return found with
        {
            Scheme = login?.Scheme,
        };
    }

    private async Task<RegistryCredentials?> FindAsync(RegistryLogin? login, string host, CancellationToken cancellationToken)
    {
        if (login is { IsDisabled: true })
        {
            return null;
        }

        if (login is { Username: { } user })
        {
            return new RegistryCredentials(host) { Username = user, Password = login.Password ?? "" };
        }

        try
        {
            return await (login?.File ?? ReadAmbient()).FindAsync(host, time, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new RegistryException($"docker's configuration cannot be read: {e.Message}", e);
        }
    }

    private DockerConfigFile ReadAmbient() =>
        Path.Combine(settings.ConfigurationFolder, "config.json") is var file && File.Exists(file)
            ? DockerConfigFile.Read(file)
            : DockerConfigFile.Empty;
}
