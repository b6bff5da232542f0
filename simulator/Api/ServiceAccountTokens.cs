using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api;

/// <summary>
/// Issues service account tokens as JSON web tokens. The key exists only in this process, and the simulated cluster does not accept the
/// tokens as credentials.
/// </summary>
internal static class ServiceAccountTokens
{
    private static readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public static string Issue(KubeObject account, DateTimeOffset expiry)
    {
        var header = Encode(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" });
        var claims = Encode(
            new JsonObject
            {
                ["iss"] = "https://kubernetes.default.svc",
                ["sub"] = $"system:serviceaccount:{account.Namespace}:{account.Name}",
                ["exp"] = expiry.ToUnixTimeSeconds(),
            }
        );
        var signature = HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes($"{header}.{claims}"));
        return $"{header}.{claims}.{Encode(signature)}";
    }

    private static string Encode(JsonObject json) => Encode(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
