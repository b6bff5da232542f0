using System.Net;

namespace Infra.Engine.Docker.Client;

/// <summary>An engine refused a request.</summary>
/// <param name="status">The status of the answer.</param>
/// <param name="message">The engine's own words.</param>
internal sealed class EngineApiException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>Whether the message contains one of the texts.</summary>
    public bool Says(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (Message.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>An engine does not answer, or does not answer like one. The message contains the cure.</summary>
internal sealed class EngineUnreachableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True where the request may have had its effect, because only the answer is missing.</summary>
    public bool MayHaveEffect { get; init; }
}
