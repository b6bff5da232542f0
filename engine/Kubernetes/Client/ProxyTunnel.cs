using System.Net;
using System.Net.Security;
using System.Text;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>Connects to a server through an HTTP proxy (<c>CONNECT</c>).</summary>
internal static class ProxyTunnel
{
    private const int LongestAnswer = 16 * 1024;

    /// <summary>Opens a tunnel.</summary>
    /// <exception cref="HttpRequestException">The proxy does not open it, or its kind is not supported.</exception>
    public static async Task<Stream> OpenAsync(Uri proxy, DnsEndPoint server, CancellationToken cancellationToken)
    {
        if (proxy.Scheme is not ("http" or "https"))
        {
            throw new HttpRequestException(
                $"tls-server-name cannot be used with the proxy {proxy.Host}: only http and https proxies are supported, not {proxy.Scheme}"
            );
        }

        var stream = await ConnectionHandler.OpenAsync(new DnsEndPoint(proxy.IdnHost, proxy.Port), cancellationToken);
        try
        {
            if (proxy.Scheme == "https")
            {
                var tls = new SslStream(stream);
                stream = tls;
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = proxy.IdnHost }, cancellationToken);
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(Request(proxy, server)), cancellationToken);
            var status = await ReadStatusAsync(stream, cancellationToken);
            return status.Split(' ') is [_, "200", ..]
                ? stream
                : throw new HttpRequestException($"the proxy {proxy.Host}:{proxy.Port} does not connect to {server.Host}: {status}");
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static string Request(Uri proxy, DnsEndPoint server)
    {
        var host = server.Host.Contains(':', StringComparison.Ordinal) ? $"[{server.Host}]" : server.Host;
        var credentials =
            proxy.UserInfo.Length > 0
                ? $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(proxy.UserInfo)))}\r\n"
                : "";
        return $"CONNECT {host}:{server.Port} HTTP/1.1\r\nHost: {host}:{server.Port}\r\n{credentials}\r\n";
    }

    // Read byte by byte: what follows the headers belongs to the server.
    private static async Task<string> ReadStatusAsync(Stream stream, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        var buffer = new byte[1];
        while (answer.Length < LongestAnswer && await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
            answer.Append((char)buffer[0]);
            if (answer.Length >= 4 && answer.ToString(answer.Length - 4, 4) == "\r\n\r\n")
            {
                break;
            }
        }

        var text = answer.ToString();
        var end = text.IndexOf('\r', StringComparison.Ordinal);
        return end < 0 ? "it answers with something that is not HTTP" : text[..end];
    }
}
