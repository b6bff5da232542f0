using System.Globalization;
using System.Net;

namespace Infra.Cli.Comments;

/// <summary>Reads from an answer how long a host wants a client to wait.</summary>
internal static class RateLimit
{
    /// <summary>The wait after a limit that names none, as GitHub asks for.</summary>
    private static readonly TimeSpan Unnamed = TimeSpan.FromMinutes(1);

    /// <summary>The wait; null where the answer is about no limit.</summary>
    public static TimeSpan? FindWait(HttpResponseMessage response, string text, DateTimeOffset now)
    {
        var isLimited =
            response.StatusCode == HttpStatusCode.TooManyRequests
            || (
                response.StatusCode == HttpStatusCode.Forbidden
                && (
                    response.Headers.RetryAfter is not null
                    || Find(response, "x-ratelimit-remaining") == 0
                    || text.Contains("rate limit", StringComparison.OrdinalIgnoreCase)
                )
            );
        if (!isLimited && !(response.StatusCode >= HttpStatusCode.InternalServerError && response.Headers.RetryAfter is not null))
        {
            return null;
        }

        var reset = Find(response, "x-ratelimit-remaining") == 0 ? Find(response, "x-ratelimit-reset") : null;
        var wait = response.Headers.RetryAfter?.Delta
            ?? (response.Headers.RetryAfter?.Date ?? ToTime(reset ?? Find(response, "RateLimit-Reset"))) - now
            ?? Unnamed;
        return wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }

    private static long? Find(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static DateTimeOffset? ToTime(long? seconds) =>
        seconds is { } value && value < DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(value) : null;
}
