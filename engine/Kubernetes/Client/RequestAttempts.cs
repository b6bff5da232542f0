using System.Net;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>The attempts of one request: decides after each failure whether the request is sent again, and when.</summary>
/// <remarks>
/// Every request is repeated if the server says that it had no effect (429, or <c>Retry-After</c>), or if it was never sent. After other
/// failures only idempotent requests are: the first attempt may have had its effect.
/// </remarks>
internal sealed class RequestAttempts(ApiRequest request, TimeProvider time)
{
    private const int Maximum = 8;
    private static readonly TimeSpan LongestDuration = TimeSpan.FromSeconds(200);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly long _begin = time.GetTimestamp();
    private int _failed;
    private bool _hasRenewed;

    /// <summary>True the first time that the credentials are to be renewed: new ones that are rejected, too, are final.</summary>
    public bool TryRenew() => !_hasRenewed && (_hasRenewed = true);

    /// <summary>True if only the error in a response tells whether it is final: an apply may not fit the schema.</summary>
    public bool IsDecidedByError(HttpResponseMessage response) =>
        request.ContentType == ContentTypes.Apply && response.StatusCode == HttpStatusCode.InternalServerError;

    /// <summary>Gets the pause before the next attempt after an error response, or null if the response is final.</summary>
    public TimeSpan? WaitAfter(HttpResponseMessage response)
    {
        var isServerError = response.StatusCode >= HttpStatusCode.InternalServerError;
        if (!isServerError && response.StatusCode != HttpStatusCode.TooManyRequests)
        {
            return null;
        }

        return RetryAfter(response) is { } wait ? Next(wait)
            : isServerError && (!request.IsIdempotent || response.StatusCode == HttpStatusCode.NotImplemented) ? null
            : Next(null);
    }

    /// <summary>Gets the pause before the next attempt after a failed connection, or null if the failure is final.</summary>
    public TimeSpan? WaitAfter(ClusterUnreachableException failure) =>
        failure.IsConnectionFailure && (request.IsIdempotent || !failure.MayHaveEffect) ? Next(null) : null;

    private TimeSpan? Next(TimeSpan? wait)
    {
        var pause = wait ?? Pause(_failed);
        return request.IsRepeatable && ++_failed < Maximum && time.GetElapsedTime(_begin) + pause < LongestDuration ? pause : null;
    }

    // Clients that failed at the same moment must not all come back at the same moment.
    private static TimeSpan Pause(int failed)
    {
        var pause = TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << failed, LongestPause.Ticks));
        return pause * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - time.GetUtcNow()) : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
