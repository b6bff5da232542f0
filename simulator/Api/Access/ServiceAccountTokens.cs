using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Access;

/// <summary>Issues and verifies the tokens of service accounts: JSON web tokens, signed with a key of the cluster.</summary>
internal sealed class ServiceAccountTokens(byte[] key, ObjectStore store, TimeProvider time, IdentitySource identities)
{
    /// <summary>The issuer, and the audience of the API server.</summary>
    public const string ApiAudience = "https://kubernetes.default.svc";

    private const string LegacyIssuer = "kubernetes/serviceaccount";

    /// <summary>How long an object may be in deletion before its tokens become invalid.</summary>
    private static readonly TimeSpan _leeway = TimeSpan.FromMinutes(1);

    private readonly BoundObjects _bound = new(store);

    /// <summary>Issues a token that expires.</summary>
    /// <param name="account">The service account.</param>
    /// <param name="audiences">Who accepts the token.</param>
    /// <param name="expiry">When it expires.</param>
    /// <param name="boundTo">The Pod, Secret or Node whose deletion invalidates the token; null for none.</param>
    public string Issue(KubeObject account, IEnumerable<string> audiences, DateTimeOffset expiry, KubeObject? boundTo)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var details = new JsonObject { ["namespace"] = account.Namespace, ["serviceaccount"] = Reference(account) };
        foreach (var (kind, bound) in _bound.GetClaims(boundTo))
        {
            details[kind] = Reference(bound);
        }

        return Sign(
            new JsonObject
            {
                ["aud"] = new JsonArray([.. audiences.Select(audience => JsonValue.Create(audience))]),
                ["exp"] = expiry.ToUnixTimeSeconds(),
                ["iat"] = now,
                ["iss"] = ApiAudience,
                ["jti"] = identities.NewUid(),
                ["kubernetes.io"] = details,
                ["nbf"] = now,
                ["sub"] = ServiceAccountUser.GetUserName(account.Namespace, account.Name),
            }
        );
    }

    /// <summary>
    /// Issues the token of a Secret of type <c>kubernetes.io/service-account-token</c>, which is valid while the Secret exists.
    /// </summary>
    public string IssueLegacy(KubeObject account, string secret) =>
        Sign(
            new JsonObject
            {
                ["iss"] = LegacyIssuer,
                ["kubernetes.io/serviceaccount/namespace"] = account.Namespace,
                ["kubernetes.io/serviceaccount/secret.name"] = secret,
                ["kubernetes.io/serviceaccount/service-account.name"] = account.Name,
                ["kubernetes.io/serviceaccount/service-account.uid"] = account.Uid,
                ["sub"] = ServiceAccountUser.GetUserName(account.Namespace, account.Name),
            }
        );

    /// <summary>Verifies a token.</summary>
    /// <param name="token">The token; any text.</param>
    /// <param name="audiences">The audiences of which it must name one.</param>
    public TokenVerification Verify(string token, IReadOnlyList<string> audiences)
    {
        if (token.Split('.') is not [var header, var payload, var signature] || Decode(payload) is not { } claims)
        {
            return TokenVerification.Unknown;
        }

        var isLegacy = claims.Text("iss") == LegacyIssuer;
        if (!isLegacy && claims.Text("iss") != ApiAudience)
        {
            return TokenVerification.Unknown;
        }

        var expected = Encode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{header}.{payload}")));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature)))
        {
            return TokenVerification.Fail("invalid signature");
        }

        return isLegacy ? VerifyLegacy(token, claims, audiences) : VerifyBound(claims, audiences);
    }

    private TokenVerification VerifyBound(JsonObject claims, IReadOnlyList<string> audiences)
    {
        var own = (claims.Array("aud") ?? []).Select(audience => audience!.GetValue<string>()).ToList();
        var accepted = own.Where(audiences.Contains).ToList();
        if (accepted.Count == 0)
        {
            return FailAudiences(own, audiences);
        }

        var now = time.GetUtcNow();
        if (now - _leeway > DateTimeOffset.FromUnixTimeSeconds(claims.Number("exp") ?? 0))
        {
            return TokenVerification.Fail("service account token has expired");
        }

        var details = claims.Map("kubernetes.io");
        var inNamespace = details.Text("namespace") ?? "";
        var name = details.Text("serviceaccount", "name") ?? "";
        if (store.Find(GroupResource.ServiceAccounts, inNamespace, name) is not { } account)
        {
            return TokenVerification.Fail($"serviceaccounts {GoFormat.Quote(name)} not found");
        }

        if (account.DeletionTime < now - _leeway)
        {
            return TokenVerification.Fail($"service account {inNamespace}/{name} has been deleted");
        }

        if (account.Uid != details.Text("serviceaccount", "uid"))
        {
            return TokenVerification.Fail(
                $"service account UID ({account.Uid}) does not match claim ({details.Text("serviceaccount", "uid")})"
            );
        }

        return _bound.FindProblem(details!, inNamespace, now - _leeway) is { } problem
            ? TokenVerification.Fail(problem)
            : TokenVerification.Accept(CreateUser(account, BoundObjects.CreateExtra(claims)), accepted);
    }

    private TokenVerification VerifyLegacy(string token, JsonObject claims, IReadOnlyList<string> audiences)
    {
        if (!audiences.Contains(ApiAudience))
        {
            return FailAudiences([ApiAudience], audiences);
        }

        var inNamespace = claims.Text("kubernetes.io/serviceaccount/namespace") ?? "";
        var secret = store.Find(GroupResource.Secrets, inNamespace, claims.Text("kubernetes.io/serviceaccount/secret.name") ?? "");
        if (secret is null or { IsDeleting: true } || secret.Body.Text("data", "token") is not { } stored || DecodeText(stored) != token)
        {
            return TokenVerification.Fail("service account token has been invalidated");
        }

        var name = claims.Text("kubernetes.io/serviceaccount/service-account.name") ?? "";
        var account = store.Find(GroupResource.ServiceAccounts, inNamespace, name);
        if (account is null || account.Uid != claims.Text("kubernetes.io/serviceaccount/service-account.uid"))
        {
            return TokenVerification.Fail($"serviceaccounts {GoFormat.Quote(name)} not found");
        }

        return TokenVerification.Accept(CreateUser(account, new(StringComparer.Ordinal)), [ApiAudience]);
    }

    private static TokenVerification FailAudiences(IEnumerable<string> own, IEnumerable<string> wanted) =>
        TokenVerification.Fail($"token audiences {GoFormat.Quote(own)} is invalid for the target audiences {GoFormat.Quote(wanted)}");

    private static UserInfo CreateUser(KubeObject account, SortedDictionary<string, IReadOnlyList<string>> extra) =>
        new()
        {
            Name = ServiceAccountUser.GetUserName(account.Namespace, account.Name),
            Uid = account.Uid,
            Groups = [.. ServiceAccountUser.GetGroups(account.Namespace), UserInfo.Authenticated],
            Extra = extra,
        };

    private static JsonObject Reference(KubeObject item) => new() { ["name"] = item.Name, ["uid"] = item.Uid };

    private string Sign(JsonObject claims)
    {
        var content = $"{EncodeText("""{"alg":"HS256","typ":"JWT"}""")}.{EncodeText(claims.ToJsonString())}";
        return $"{content}.{Encode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content)))}";
    }

    private static JsonObject? Decode(string part)
    {
        try
        {
            return UniqueKeyJson.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part))) as JsonObject;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? DecodeText(string base64)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string EncodeText(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
