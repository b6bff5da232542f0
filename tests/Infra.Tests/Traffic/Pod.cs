using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Infra.Tests.Traffic;

/// <summary>A small server that answers every request with its name, can be killed, and comes back at the same port.</summary>
internal sealed class Pod(string name) : IDisposable
{
    private const string HealthPath = "/healthz";
    private TcpListener? _listener;

    public int Port { get; } = HaproxyProcess.FreePort();

    /// <summary>Whether every request fails, while it claims to be well.</summary>
    public bool IsBroken { get; set; }

    public static Pod Started(string name)
    {
        var pod = new Pod(name);
        pod.Start();
        return pod;
    }

    public void Start()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    public void Kill()
    {
        _listener?.Dispose();
        _listener = null;
    }

    public void Dispose() => Kill();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Killed.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var request = new StreamReader(stream, Encoding.ASCII);
            var first = await request.ReadLineAsync() ?? "";
            while (await request.ReadLineAsync() is { Length: > 0 })
            {
                // Only the end of the head matters: these requests have no body.
            }

            var status = IsBroken && !first.Contains(HealthPath, StringComparison.Ordinal) ? "500 Internal Server Error" : "200 OK";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {name.Length}\r\nConnection: close\r\n\r\n{name}"));
        }
    }
}
