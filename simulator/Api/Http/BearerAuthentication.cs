using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Authenticates requests by the cluster's token.</summary>
internal sealed class BearerAuthentication(string token)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    /// <exception cref="StatusException">The request has no token, or a wrong one.</exception>
    public void Check(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var isValid =
            header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()), _token);
        if (!isValid)
        {
            throw new StatusException(401, StatusReason.Unauthorized, "Unauthorized");
        }
    }
}
