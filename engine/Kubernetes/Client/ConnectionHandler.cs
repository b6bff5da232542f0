using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>
/// Creates the HTTP handler of a connection: HTTP/2, the cluster's own certificate authorities, quick detection of dead connections.
/// </summary>
internal static class ConnectionHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    public static SocketsHttpHandler Create(ClusterConnection connection)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,

            // Watches can be idle for minutes: pings distinguish an idle connection from a broken one.
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            SslOptions = TlsOptions(connection),
        };
        if (connection.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }
        else if (connection.Server.IsLoopback)
        {
            handler.UseProxy = false;
        }

        if (connection.TlsServerName is { } name)
        {
            // The callback makes the connection through the proxy itself: the handler would leave no place for another name.
            var through = handler.UseProxy ? (handler.Proxy ?? HttpClient.DefaultProxy).GetProxy(connection.Server) : null;
            handler.UseProxy = false;
            handler.ConnectCallback = (context, cancellationToken) =>
                ConnectAsync(context.DnsEndPoint, connection, name, through == connection.Server ? null : through, cancellationToken);
        }

        return handler;
    }

    private static SslClientAuthenticationOptions TlsOptions(ClusterConnection connection)
    {
        var options = new SslClientAuthenticationOptions();
        if (connection.ClientCertificate is { } certificate)
        {
            options.ClientCertificates = [certificate];
        }

        if (connection.SkipTlsVerify)
        {
#pragma warning disable CA5359 // The user's kubeconfig says insecure-skip-tls-verify.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (connection.TrustedRoots is { } roots)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(roots);
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    // SocketsHttpHandler always expects the host name of the address, so another name needs a custom handshake.
    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint server,
        ClusterConnection connection,
        string serverName,
        Uri? proxy,
        CancellationToken cancellationToken
    )
    {
        var stream = proxy is null
            ? await OpenAsync(server, cancellationToken)
            : await ProxyTunnel.OpenAsync(proxy, server, cancellationToken);
        var options = TlsOptions(connection);
        options.TargetHost = serverName;
        options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a TCP connection.</summary>
    public static async Task<Stream> OpenAsync(DnsEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
