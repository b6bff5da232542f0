using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Clusters;

/// <summary>Passes connections from containers on to a port of the loopback interface.</summary>
internal sealed class PortRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Any, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;

    public PortRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(PassOnAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassOnAsync(TcpClient caller)
    {
        using var target = new TcpClient();
        using (caller)
        {
            try
            {
                await target.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                await Task.WhenAny(
                    caller.GetStream().CopyToAsync(target.GetStream(), _stop.Token),
                    target.GetStream().CopyToAsync(caller.GetStream(), _stop.Token)
                );
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException)
            {
                // Either side may leave at any time.
            }
        }
    }
}
