using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>
/// Authenticates requests: with a password, or with a token that the registry's token service issues for the requests' scopes.
/// </summary>
internal sealed class RegistryTokens(HttpClient http, RegistryOptions options)
{
    private const int MaximumAnswer = 1 << 20;
    private const string Basic = "Basic";

    private readonly ConcurrentDictionary<string, AuthenticationHeaderValue> _known = new(StringComparer.Ordinal);

    /// <summary>What authenticated the last request to this registry with these scopes; null if none had to be.</summary>
    public AuthenticationHeaderValue? Find(string registry, string scopes) => _known.GetValueOrDefault(Key(registry, scopes));

    /// <summary>Answers a challenge.</summary>
    /// <returns>Null if there are no credentials.</returns>
    /// <exception cref="ImageException">The token service refuses or makes no sense.</exception>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        string registry,
        string scopes,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var challenges = response
            .Headers.WwwAuthenticate.Select(header => AuthenticationChallenge.Parse(header.Scheme, header.Parameter))
            .ToArray();
        var login = await options.Logins.FindAsync(registry, cancellationToken);
        var header =
            Array.Find(challenges, challenge => challenge.Scheme == "bearer") is { } bearer
                ? new AuthenticationHeaderValue("Bearer", await RequestAsync(registry, scopes, bearer, login, response, cancellationToken))
            : login is { IdentityToken: null } && challenges.Any(challenge => challenge.Scheme == "basic") ? Encode(login)
            : null;
        if (header is not null)
        {
            _known[Key(registry, scopes)] = header;
        }

        return header;
    }

    private static string Key(string registry, string scopes) => $"{registry} {scopes}";

    private static AuthenticationHeaderValue Encode(RegistryCredentials login) =>
        new(Basic, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.Username}:{login.Password}")));

    private async Task<string> RequestAsync(
        string registry,
        string scopes,
        AuthenticationChallenge challenge,
        RegistryCredentials? login,
        HttpResponseMessage refused,
        CancellationToken cancellationToken
    )
    {
        var realm = FindRealm(registry, challenge, refused.RequestMessage!.RequestUri!);
        using var request = CreateRequest(realm, challenge.Parameters.GetValueOrDefault("service"), scopes, login);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new ImageException(
                $"{registry}: the token service {realm.Host} answers {(int)response.StatusCode} {(login is null ? "without" : "to the")} credentials: "
                    + $"run `docker login {registry}` with an account that may use the image, and check the image's name",
                ExitCode.Authentication
            );
        }

        try
        {
            using var answer = JsonDocument.Parse(await BoundedContent.ReadAsync(response, MaximumAnswer, cancellationToken));
            foreach (var member in (ReadOnlySpan<string>)["token", "access_token"])
            {
                if (answer.RootElement.TryGetProperty(member, out var token) && token.GetString() is { Length: > 0 } text)
                {
                    return text;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Reported below, without the answer, which may contain the token.
        }

        throw new ImageException($"{registry}: the answer of the token service {realm.Host} has no token");
    }

    private static HttpRequestMessage CreateRequest(Uri realm, string? service, string scopes, RegistryCredentials? login)
    {
        var names = scopes.Split(' ');
        if (login?.IdentityToken is { } identity)
        {
            return new HttpRequestMessage(HttpMethod.Post, realm)
            {
                Content = new FormUrlEncodedContent(
                    new Dictionary<string, string>
                    {
                        ["grant_type"] = "refresh_token",
                        ["client_id"] = "infra",
                        ["service"] = service ?? "",
                        ["scope"] = scopes,
                        ["refresh_token"] = identity,
                    }
                ),
            };
        }

        var query = string.Join(
            '&',
            (service is null ? [] : new[] { $"service={Uri.EscapeDataString(service)}" }).Concat(
                names.Select(scope => $"scope={Uri.EscapeDataString(scope)}")
            )
        );
        var separator = realm.Query.Length > 0 ? '&' : '?';
        var request = new HttpRequestMessage(HttpMethod.Get, $"{realm.GetLeftPart(UriPartial.Query)}{separator}{query}");
        request.Headers.Authorization = login is null ? null : Encode(login);
        return request;
    }

    /// <summary>Finds the token service. Credentials go there, so it may not be called without TLS where the registry is not.</summary>
    private static Uri FindRealm(string registry, AuthenticationChallenge challenge, Uri asked)
    {
        var text = challenge.Parameters.GetValueOrDefault("realm");
        return
            Uri.TryCreate(text, UriKind.Absolute, out var realm)
            && (realm.Scheme == Uri.UriSchemeHttps || (realm.Scheme == Uri.UriSchemeHttp && asked.Scheme == Uri.UriSchemeHttp))
            ? realm
            : throw new ImageException($"{registry}: the address '{text}' of the registry's token service is not one with https");
    }
}
