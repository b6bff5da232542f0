using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Infra.Engine.Docker.Client;

/// <summary>Creates the HTTP handler of an engine, which connects through a socket, TCP or ssh.</summary>
internal static class ConnectionHandler
{
    // Waits and logs hold connections, so a few more than operations run at once. sshd limits how many may log in at the same time.
    private const int SshConnections = 8;
    private const int Connections = 64;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    public static SocketsHttpHandler Create(EngineAddress address)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = address.Transport == EngineTransport.Ssh ? SshConnections : Connections,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            UseProxy = false,
        };
        handler.ConnectCallback = address.Transport switch
        {
            EngineTransport.Unix => (_, cancellationToken) => ConnectToSocketAsync(address, cancellationToken),
            EngineTransport.Ssh => (_, _) => ValueTask.FromResult<Stream>(SshConnection.Start(address)),
            _ => (_, cancellationToken) => ConnectOverTcpAsync(address, cancellationToken),
        };
        return handler;
    }

    private static async ValueTask<Stream> ConnectToSocketAsync(EngineAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<Stream> ConnectOverTcpAsync(EngineAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port!.Value, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return address.Certificates is { } certificates
                ? await EncryptAsync(stream, address.Host, certificates, cancellationToken)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> EncryptAsync(
        NetworkStream stream,
        string host,
        EngineCertificates certificates,
        CancellationToken cancellationToken
    )
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host, ApplicationProtocols = [SslApplicationProtocol.Http11] };
        if (certificates.ParseClient() is { } client)
        {
            options.ClientCertificates = [client];
        }

        if (certificates.ParseAuthorities() is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        var encrypted = new SslStream(stream);
        try
        {
            await encrypted.AuthenticateAsClientAsync(options, cancellationToken);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }
}
