namespace Engine.Tests.Backends;

/// <summary>Lets a client's requests through until the process crashes.</summary>
internal sealed class RequestGate(HttpMessageHandler server) : DelegatingHandler(server)
{
    private int _passed;

    /// <summary>
    /// The boundary at which the process crashes: 1 is before the first request, 2 after it, and so on; null for no crash.
    /// </summary>
    public int? CrashesAt { get; init; }

    /// <summary>Called before each request is sent, and after its answer arrived.</summary>
    public Action<HttpRequestMessage, bool> AtBoundary { get; set; } = (_, _) => { };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Pass(request, isAnswered: false);
        var response = await base.SendAsync(request, cancellationToken);
        Pass(request, isAnswered: true);
        return response;
    }

    private void Pass(HttpRequestMessage request, bool isAnswered)
    {
        if (Interlocked.Increment(ref _passed) >= CrashesAt)
        {
            throw new CrashException();
        }

        AtBoundary(request, isAnswered);
    }
}

/// <summary>The process is gone: nothing handles this.</summary>
internal sealed class CrashException() : Exception("the process has crashed");
