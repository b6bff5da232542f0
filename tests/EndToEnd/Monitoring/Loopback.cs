using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Monitoring;

/// <summary>A web server on the loopback interface for programs under test.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly HttpListener _listener = new();
    private readonly Func<string, JsonNode?, Task<JsonNode>> _answer;
    private readonly Task _serving;

    /// <param name="answer">Gives the answer to a path and a body.</param>
    public Loopback(Func<string, JsonNode?, Task<JsonNode>> answer)
    {
        _answer = answer;
        Address = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public string Address { get; }

    /// <summary>A port that is free at the moment.</summary>
    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    /// <summary>Polls until the answer satisfies a condition.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isIt, Func<string> state)
    {
        using var limit = new CancellationTokenSource(Timeout);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (true)
            {
                if (await ask() is { } answer && isIt(answer))
                {
                    return answer;
                }

                await pace.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It did not happen within {Timeout}: {state()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (await NextAsync() is { } context)
        {
            try
            {
                await AnswerAsync(context);
            }
            catch (HttpListenerException)
            {
                // The client was stopped while it waited for the response.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var body = context.Request.HasEntityBody ? await JsonNode.ParseAsync(context.Request.InputStream) : null;
        var answer = await _answer(context.Request.RawUrl!, body);
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
        context.Response.Close();
    }

    private async Task<HttpListenerContext?> NextAsync()
    {
        try
        {
            return await _listener.GetContextAsync();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException)
        {
            return null;
        }
    }
}
