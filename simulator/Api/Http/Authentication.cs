using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Infra.Simulator.Api.Access;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>
/// Authenticates requests by a client certificate of the cluster's authority, the administrator's token or the token of a service account.
/// A request without credentials is anonymous.
/// </summary>
/// <param name="administratorToken">The token in the cluster's kubeconfig.</param>
/// <param name="tokens">Verifies the tokens of service accounts.</param>
/// <param name="authority">The authority of client certificates; null if there is none.</param>
/// <param name="time">The clock for the validity of certificates.</param>
internal sealed class Authentication(string administratorToken, ServiceAccountTokens tokens, X509Certificate2? authority, TimeProvider time)
{
    private const string Scheme = "bearer";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    private static readonly UserInfo _administrator = new() { Name = "infra-admin", Groups = [UserInfo.Masters, UserInfo.Authenticated] };

    private readonly byte[] _administratorToken = Encoding.UTF8.GetBytes(administratorToken);

    /// <exception cref="StatusException">The credentials are not valid.</exception>
    public UserInfo Authenticate(HttpContext context)
    {
        var isCertified = TryCertificate(context.Connection.ClientCertificate, out var user);
        if (user is not null)
        {
            return user;
        }

        // As in Kubernetes, a certificate of another authority does not prevent authentication by a token.
        var verification = FindToken(context.Request) is { } token ? Verify(token, [ServiceAccountTokens.ApiAudience]) : null;
        return verification?.User
            ?? (
                isCertified && verification is null
                    ? UserInfo.Anonymous
                    : throw new StatusException(401, StatusReason.Unauthorized, "Unauthorized")
            );
    }

    /// <summary>Verifies a token of the administrator or of a service account.</summary>
    public TokenVerification Verify(string token, IReadOnlyList<string> audiences) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _administratorToken)
            ? TokenVerification.Accept(_administrator, audiences)
        : tokens.Verify(token, audiences) is { User: null, Error: null } ? TokenVerification.Fail("invalid bearer token")
        : tokens.Verify(token, audiences);

    private static string? FindToken(HttpRequest request) =>
        request.Headers.Authorization.ToString().Trim().Split(' ', 3) is [var scheme, { Length: > 0 } token, ..]
        && scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase)
            ? token
            : null;

    /// <returns>False if there is a certificate, but not a valid one.</returns>
    private bool TryCertificate(X509Certificate2? certificate, out UserInfo? user)
    {
        user = null;
        if (certificate is null)
        {
            return true;
        }

        if (authority is null || !IsValid(certificate, authority))
        {
            return false;
        }

        var names = certificate
            .SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements)
            .Reverse()
            .ToList();
        var name = names.LastOrDefault(one => one.GetSingleElementType().Value == CommonName)?.GetSingleElementValue();
        if (string.IsNullOrEmpty(name))
        {
            return true;
        }

        var groups = names.Where(one => one.GetSingleElementType().Value == Organization).Select(one => one.GetSingleElementValue() ?? "");
        user = new UserInfo
        {
            Name = name,
            Groups = [.. groups],
            Extra = new(StringComparer.Ordinal)
            {
                [ServiceAccountUser.CredentialId] =
                [
                    "X509SHA256=" + certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
                ],
            },
        }.With(UserInfo.Authenticated);
        return true;
    }

    private bool IsValid(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().LocalDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(certificate);
    }
}
