using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Engine.Tests.Backends;

/// <summary>Checks the signatures of requests as S3 does, from what arrived on the wire.</summary>
internal static class S3SignatureCheck
{
    public const string AccessKey = "AKIDTEST";
    public const string SecretKey = "not-a-real/secret+key";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <summary>Finds the code of the error to answer with, or null where the signature is right.</summary>
    public static string? FindProblem(HttpContext context, byte[] body, string region)
    {
        var request = context.Request;
        var fields =
            request.Headers.Authorization.ToString() is { } text && text.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal)
                ? text["AWS4-HMAC-SHA256 ".Length..]
                    .Split(',')
                    .Select(field => field.Trim().Split('=', 2))
                    .ToDictionary(pair => pair[0], pair => pair[1])
                : [];
        if (
            !fields.TryGetValue("Credential", out var credential)
            || credential.Split('/') is not [AccessKey, var day, var place, "s3", "aws4_request"]
        )
        {
            return "InvalidAccessKeyId";
        }

        var date = request.Headers["x-amz-date"].ToString();
        var sent = DateTimeOffset.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (place != region || !date.StartsWith(day, StringComparison.Ordinal))
        {
            return "AuthorizationHeaderMalformed";
        }

        if ((TimeProvider.System.GetUtcNow() - sent).Duration() > Skew)
        {
            return "RequestTimeTooSkewed";
        }

        var signed = fields["SignedHeaders"].Split(';');
        var mustBeSigned = request.Headers.Keys.Where(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)).Append("host");
        if (mustBeSigned.Any(name => !signed.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            return "AccessDenied";
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return request.Headers["x-amz-content-sha256"] != hash ? "XAmzContentSHA256Mismatch"
            : fields["Signature"] != Compute(context, signed, hash, date, region) ? "SignatureDoesNotMatch"
            : null;
    }

    private static string Compute(HttpContext context, string[] signed, string hash, string date, string region)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        IEnumerable<string> query = target.Length > 1 ? target[1].Split('&').Order(StringComparer.Ordinal) : [];
        var canonical = new StringBuilder().Append(context.Request.Method).Append('\n').Append(target[0]).Append('\n');
        canonical.AppendJoin('&', query).Append('\n');
        foreach (var name in signed)
        {
            canonical.Append(name).Append(':').Append(context.Request.Headers[name].ToString()).Append('\n');
        }

        canonical.Append('\n').AppendJoin(';', signed).Append('\n').Append(hash);
        var scope = $"{date[..8]}/{region}/s3/aws4_request";
        var toSign =
            $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var key = scope
            .Split('/')
            .Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretKey), (last, part) => HMACSHA256.HashData(last, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }
}
