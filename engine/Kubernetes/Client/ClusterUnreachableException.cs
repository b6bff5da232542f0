using System.Net.Sockets;
using System.Security.Authentication;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>The API server does not answer, or not as an API server does. Implies nothing about its objects.</summary>
internal sealed class ClusterUnreachableException : Exception
{
    public ClusterUnreachableException(string message, Exception? inner = null)
        : base(message, inner) { }

    public ClusterUnreachableException(ClusterConnection connection, Exception cause)
        : base(Describe(connection, cause), cause) { }

    /// <summary>True if the connection failed or timed out; false if the answer is not one of an API server.</summary>
    public bool IsConnectionFailure => InnerException is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>True if the request may have reached the server.</summary>
    public bool MayHaveEffect =>
        InnerException
            is not HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError,
            }
        // The connection could not be opened in time.
        && InnerException is not OperationCanceledException { InnerException: TimeoutException };

    private static string Describe(ClusterConnection connection, Exception cause)
    {
        var root = cause;
        while (root.InnerException is { } inner)
        {
            root = inner;
        }

        var server = connection.Server.GetLeftPart(UriPartial.Authority);
        var advice =
            FindTlsFailure(cause) is { } tls
                ? $"its TLS certificate is not accepted ({tls.Message}): check the certificate authority in the kubeconfig"
            : root is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
                ? "there is no such host: check the address in the kubeconfig and the name resolution"
            : root is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? "nothing listens there: start the cluster, or choose another context"
            : root is OperationCanceledException or TimeoutException
                ? "it does not answer: check the network, a VPN or a firewall in between"
            : root.Message;
        return $"the Kubernetes cluster at {server} ({connection.Origin}) cannot be reached: {advice}";
    }

    private static AuthenticationException? FindTlsFailure(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException found)
            {
                return found;
            }
        }

        return null;
    }
}
