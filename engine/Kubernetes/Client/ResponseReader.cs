using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>Reads the bodies of responses, none of which may stall.</summary>
/// <param name="connection">The connection, for messages.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class ResponseReader(ClusterConnection connection, TimeProvider time)
{
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A watch without an event for so long is opened again: it may have stalled. API servers send a bookmark every minute.
    /// </summary>
    private static readonly TimeSpan WatchIdleLimit = TimeSpan.FromSeconds(90);

    /// <summary>True if the connection has failed or timed out. The caller's own cancellation is not a failure.</summary>
    public static bool IsConnectionFailure(Exception e, CancellationToken caller) =>
        e is HttpRequestException or IOException || (e is OperationCanceledException && !caller.IsCancellationRequested);

    /// <summary>Reads the object in a response.</summary>
    public async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, cancellationToken);
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject
                ?? throw new ClusterUnreachableException(
                    $"{connection.Server} answered with something that is not a Kubernetes object: check the address in the kubeconfig"
                );
        }
        catch (JsonException e)
        {
            throw new ClusterUnreachableException(
                $"{connection.Server} answered with something that is not JSON: check that it is a Kubernetes API server",
                e
            );
        }
    }

    /// <summary>Reads the body of a success as text.</summary>
    public async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await ReadBodyAsync(response, cancellationToken)).Span);

    /// <summary>Creates the exception of an error response.</summary>
    public async Task<Exception> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // The credentials are meant for the address in the kubeconfig only.
        if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
        {
            return new ClusterUnreachableException(
                $"{connection.Server} redirects to {location}, which is not followed: correct the address in the kubeconfig"
            );
        }

        var body = await ReadBodyAsync(response, cancellationToken);
        return KubernetesApiException.From(response.StatusCode, Encoding.UTF8.GetString(body.Span));
    }

    /// <summary>Reads the next event of a watch; null at its end, or if there was none for a while.</summary>
    public async Task<WatchEvent?> ReadEventAsync(StreamReader lines, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(WatchIdleLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            string? line;
            do
            {
                line = await lines.ReadLineAsync(either.Token);
            } while (line is { Length: 0 });

            return line is null ? null : ParseEvent(line);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (IsConnectionFailure(e, cancellationToken))
        {
            throw new ClusterUnreachableException(connection, e);
        }
    }

    // A long list may take longer than the timeout, but must not stall: each read restarts the timer.
    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(StallLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var body = new ArrayBufferWriter<byte>();
            while (await stream.ReadAsync(body.GetMemory(), either.Token) is > 0 and var length)
            {
                body.Advance(length);
                limit.CancelAfter(StallLimit);
            }

            return body.WrittenMemory;
        }
        catch (Exception e) when (IsConnectionFailure(e, cancellationToken))
        {
            throw new ClusterUnreachableException(connection, e);
        }
    }

    private WatchEvent ParseEvent(string line)
    {
        try
        {
            return WatchEvent.Parse(line);
        }
        catch (FormatException e)
        {
            throw new ClusterUnreachableException($"{connection.Server} sent a broken watch event: {e.Message}", e);
        }
    }
}
