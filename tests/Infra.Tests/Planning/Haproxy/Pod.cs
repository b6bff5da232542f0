using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>An HTTP/1.1 server that answers every request with its name, and can be killed and restarted at the same address.</summary>
internal sealed class Pod(string name, IPAddress address, int port) : IDisposable
{
    private const string HealthPath = "/healthz";
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpListener? _listener;
    private int _requests;

    public string Name => name;

    public int Port => port;

    public PodBehaviour Behaviour { get; set; }

    /// <summary>Completes the requests of <see cref="PodBehaviour.Waiting"/>.</summary>
    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first request that is not a health check.</summary>
    public Task Requested => _requested.Task;

    /// <summary>The number of requests, without health checks.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public void Start()
    {
        var listener = new TcpListener(address, port);
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
                // Only the end of the head matters: these requests have no body worth reading.
            }

            var behaviour = first.Contains(HealthPath, StringComparison.Ordinal) ? PodBehaviour.Healthy : Count();
            if (behaviour == PodBehaviour.Silent)
            {
                return;
            }

            if (behaviour == PodBehaviour.Waiting)
            {
                await Answer.Task;
            }

            var status = behaviour == PodBehaviour.Failing ? "500 Internal Server Error" : "200 OK";
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {name.Length}\r\nConnection: close\r\n\r\n{name}")
            );
        }
    }

    private PodBehaviour Count()
    {
        Interlocked.Increment(ref _requests);
        _requested.TrySetResult();
        return Behaviour;
    }
}

/// <summary>How a pod answers requests. It always passes health checks.</summary>
internal enum PodBehaviour
{
    /// <summary>Answers with its name.</summary>
    Healthy,

    /// <summary>Answers 500.</summary>
    Failing,

    /// <summary>Closes the connection without an answer.</summary>
    Silent,

    /// <summary>Answers when the test allows it.</summary>
    Waiting,
}
