using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AuthorityChain = Infra.Common.AuthorityChain;

namespace Infra.Engine.Authorities;

/// <summary>The authorities, tokens and the administrator of a new cluster of K3s, by the names of the program's settings.</summary>
/// <param name="Time">The clock.</param>
public sealed record ClusterCredentials(TimeProvider Time)
{
    private const string Administrator = "administrator";
    private const string ClientAuthority = "client";
    private const string ServiceKey = "serviceKey";
    private const int ServiceKeySize = 2048;
    private const int TokenBytes = 32;

    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3700);
    private static readonly TimeSpan AdministratorLife = TimeSpan.FromDays(365);

    /// <summary>Before this is left of the administrator's life, a new certificate is issued.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(90);

    private static readonly ImmutableArray<string> Authorities = [ClientAuthority, "server", "requestHeader", "etcdServer", "etcdPeer"];
    private static readonly ImmutableArray<string> Tokens = ["token", "agentToken"];

    /// <summary>The names of all credentials.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Authorities, ServiceKey, Administrator, .. Tokens];

    /// <summary>
    /// Finds credentials that must not be created alone: a cluster that runs knows no others, so that authorities are created all at once,
    /// and so are tokens with the key of ServiceAccounts.
    /// </summary>
    /// <param name="existing">The credentials that the stack has, by name.</param>
    /// <returns>The names of those that are missing next to others, in the order of <see cref="Names"/>.</returns>
    public static ImmutableArray<string> FindLost(IReadOnlyDictionary<string, string> existing) =>
        [
            .. ((ImmutableArray<string>[])[Authorities, [ServiceKey, .. Tokens]])
                .Where(group => group.Any(existing.ContainsKey))
                .SelectMany(group => group.Where(name => !existing.ContainsKey(name))),
        ];

    /// <summary>
    /// Creates what is missing. Existing ones are kept, since a cluster that runs knows no others, except an administrator's certificate
    /// that is about to expire or belongs to another authority.
    /// </summary>
    /// <param name="existing">The credentials that the stack has, by name.</param>
    /// <returns>The new ones, by name, in the order of <see cref="Names"/>.</returns>
    public ImmutableArray<KeyValuePair<string, string>> Complete(IReadOnlyDictionary<string, string> existing)
    {
        ArgumentNullException.ThrowIfNull(existing);
        var created = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        var now = Time.GetUtcNow();
        var client = existing.GetValueOrDefault(ClientAuthority);
        foreach (var name in Authorities.Where(name => !existing.ContainsKey(name)))
        {
            var authority = IssuedCertificate.CreateAuthority($"k3s-{Slug(name)}-ca@{now.ToUnixTimeSeconds()}", now, AuthorityLife).Pem;
            client = name == ClientAuthority ? authority : client;
            Add(name, authority);
        }

        if (!existing.ContainsKey(ServiceKey))
        {
            using var key = RSA.Create(ServiceKeySize);
            Add(ServiceKey, $"{key.ExportRSAPrivateKeyPem()}\n");
        }

        if (!IsUsable(existing.GetValueOrDefault(Administrator), client!, now))
        {
            Add(Administrator, IssuedCertificate.IssueClient(client!, "system:admin", "system:masters", now, AdministratorLife).Pem);
        }

        foreach (var name in Tokens.Where(name => !existing.ContainsKey(name)))
        {
            Add(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)));
        }

        return created.ToImmutable();

        void Add(string name, string value) => created.Add(KeyValuePair.Create(name, value));
    }

    private static bool IsUsable(string? administrator, string client, DateTimeOffset now)
    {
        if (administrator is null)
        {
            return false;
        }

        using var certificate = X509Certificate2.CreateFromPem(administrator);
        using var chain = AuthorityChain.Create(client);
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        return chain.Build(certificate) && certificate.NotAfter.ToUniversalTime() - now.UtcDateTime > Renewal;
    }

    /// <summary><c>etcdPeer</c> is <c>etcd-peer</c>.</summary>
    private static string Slug(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
