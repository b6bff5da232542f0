using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Tests.Kubernetes.Client;

/// <summary>A proxy that opens tunnels to the loopback interface and records the requests for them.</summary>
internal sealed class ConnectProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();

    public ConnectProxy()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyCollection<string> Requests => _requests;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) > 0)
        {
            request.Append((char)buffer[0]);
        }

        _requests.Enqueue(request.ToString());
        var port = int.Parse(request.ToString().Split(' ')[1].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, port);
        await using var target = server.GetStream();
        await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
        await Task.WhenAny(stream.CopyToAsync(target), target.CopyToAsync(stream));
    }
}
