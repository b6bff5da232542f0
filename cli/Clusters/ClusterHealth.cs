using System.Diagnostics.CodeAnalysis;
using System.Net.Security;

namespace Infra.Cli.Clusters;

/// <summary>
/// Finds out whether the server of a simulated cluster answers: its process may be starting, or ending after it was killed.
/// </summary>
internal static class ClusterHealth
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    /// <summary>True if the API server is ready.</summary>
    [SuppressMessage(
        "Security",
        "CA5359:Do not disable certificate validation",
        Justification = "Nothing is sent, the answer is not trusted, and the address is one of this machine."
    )]
    public static async Task<bool> IsReadyAsync(ClusterProcess process, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        using var client = new HttpClient(handler) { Timeout = AnswerTimeout };
        try
        {
            using var answer = await client.GetAsync(new Uri(process.Server, "readyz"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
