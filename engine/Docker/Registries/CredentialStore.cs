using System.Collections.Concurrent;
using Infra.Engine.Docker.Configuration;
using Infra.Engine.Registries;

namespace Infra.Engine.Docker.Registries;

/// <summary>
/// Finds the credentials of registries: the program's own, those of the provider's <c>registryAuth</c>, then those of the docker command.
/// </summary>
internal sealed class CredentialStore(DockerSettings settings, TimeProvider time)
{
    /// <summary>The longest time without an answer about a manifest.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _secrets = new(StringComparer.Ordinal);
    private readonly DockerLogins _ambient = new(settings.ConfigurationFolder, time);

    /// <summary>The secrets that were found, for redaction.</summary>
    public IEnumerable<string> Secrets => settings.Secrets.Concat(_secrets.Keys);

    /// <summary>Finds the credentials of a registry; anonymous ones where there are none.</summary>
    /// <exception cref="Errors.ImageException">There are some, but they cannot be read.</exception>
    public Task<RegistryCredentials> FindAsync(string host, CancellationToken cancellationToken) =>
        FindAsync(host, null, cancellationToken);

    /// <summary>Finds the credentials of a registry; anonymous ones where there are none.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="own">The credentials of the resource itself; null for none.</param>
    /// <param name="cancellationToken">Aborts credential helpers.</param>
    /// <exception cref="Errors.ImageException">There are some, but they cannot be read.</exception>
    public async Task<RegistryCredentials> FindAsync(string host, RegistryCredentials? own, CancellationToken cancellationToken)
    {
        var found = own ?? await FindAsync(FindLogin(host), host, cancellationToken) ?? new RegistryCredentials(host);
        foreach (var secret in found.Secrets)
        {
            _secrets[secret] = true;
        }

        return found;
    }

    /// <summary>Opens a registry.</summary>
    /// <param name="credentials">The credentials for it.</param>
    /// <param name="skipsVerification">True to take any certificate.</param>
    public RegistryClient Open(RegistryCredentials credentials, bool skipsVerification)
    {
        var scheme = FindLogin(credentials.Host)?.Scheme;
        return new RegistryClient(
            new RegistryConnection(
                new RegistryOptions
                {
                    Logins = new KnownLogin(credentials),
                    PlainHttp = scheme == Uri.UriSchemeHttp ? new HashSet<string> { credentials.Host } : new HashSet<string>(),
                    Tls = scheme == Uri.UriSchemeHttps ? new HashSet<string> { credentials.Host } : new HashSet<string>(),
                    SkipsVerification = skipsVerification,
                    AnswerTimeout = AnswerTimeout,
                    Time = time,
                }
            )
        );
    }

    private RegistryLogin? FindLogin(string host) => settings.Logins.LastOrDefault(login => login.Host == host);

    private Task<RegistryCredentials?> FindAsync(RegistryLogin? login, string host, CancellationToken cancellationToken) =>
        login switch
        {
            { IsDisabled: true } => Task.FromResult<RegistryCredentials?>(null),
            { Username: { } user } => Task.FromResult<RegistryCredentials?>(
                new RegistryCredentials(host) { Username = user, Password = login.Password ?? "" }
            ),
            { File: { } file } => file.FindAsync(host, time, cancellationToken),
            _ => _ambient.FindAsync(host, cancellationToken),
        };

    private sealed class KnownLogin(RegistryCredentials credentials) : IRegistryLogins
    {
        public Task<RegistryCredentials?> FindAsync(string registry, CancellationToken cancellationToken) =>
            Task.FromResult(registry == credentials.Host && !credentials.IsAnonymous ? credentials : null);
    }
}
