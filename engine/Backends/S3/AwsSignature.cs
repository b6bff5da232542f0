using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Infra.Engine.Backends.S3;

/// <summary>Signs requests with AWS Signature Version 4.</summary>
/// <param name="Region">The region of the service.</param>
/// <param name="Service">The service's signing name.</param>
internal sealed record AwsSignature(string Region, string Service = "s3")
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>
    /// Adds the headers of a signature, which covers the method, the path, the query, the host, the content and all headers of the request.
    /// </summary>
    /// <param name="request">
    /// The request. Its URI is escaped as the signature needs it: only letters, digits and <c>-._~</c> are not.
    /// </param>
    /// <param name="content">The content.</param>
    /// <param name="credentials">The key to sign with.</param>
    /// <param name="time">The present time.</param>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> content, AwsCredentials credentials, DateTimeOffset time)
    {
        var stamp = time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var payload = Convert.ToHexStringLower(SHA256.HashData(content));
        request.Headers.TryAddWithoutValidation("x-amz-date", stamp);
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payload);
        if (credentials.SessionToken is { } token)
        {
            request.Headers.TryAddWithoutValidation("x-amz-security-token", token);
        }

        var uri = request.RequestUri!;
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal) { ["host"] = uri.Authority };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values).Trim();
        }

        var signed = string.Join(';', headers.Keys);
        var canonical = string.Join(
            '\n',
            request.Method.Method,
            uri.AbsolutePath,
            CanonicalizeQuery(uri.Query),
            string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")),
            signed,
            payload
        );
        var scope = $"{stamp[..8]}/{Region}/{Service}/aws4_request";
        var text = $"{Algorithm}\n{stamp}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes($"AWS4{credentials.SecretAccessKey}");
        foreach (var part in (string[])[stamp[..8], Region, Service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={credentials.AccessKeyId}/{scope},SignedHeaders={signed},Signature={signature}"
        );
    }

    private static string CanonicalizeQuery(string query) =>
        string.Join(
            '&',
            query
                .TrimStart('?')
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
                .Order(StringComparer.Ordinal)
        );
}
