using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engine.Tests.Docker.Fakes;

/// <summary>A Docker Engine API on a Unix socket, with objects in memory, of any version, also as Podman answers.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _server;

    private FakeEngine(WebApplication server, DirectoryInfo folder) => (_server, _folder) = (server, folder);

    public string Socket => Path.Combine(_folder.FullName, "docker.sock");

    public string Address => $"unix://{Socket}";

    /// <summary>The newest version that it speaks.</summary>
    public string ApiVersion { get; set; } = "1.55";

    /// <summary>The oldest version that it speaks.</summary>
    public string OldestVersion { get; set; } = "1.24";

    public bool IsPodman { get; set; }

    /// <summary>The requests without their versions, e.g. <c>POST /networks/create</c>.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Decides the answer to a request in place of the engine: its status and message.</summary>
    public Func<FakeRequest, (int Status, string Message)?> Fault { get; set; } = _ => null;

    /// <summary>Whether the answer to a request is one message, after which nothing more comes.</summary>
    public Predicate<FakeRequest> Stalls { get; set; } = _ => false;

    public FakeObjects Objects { get; } = new();

    /// <summary>The requests that changed something.</summary>
    public IEnumerable<string> Changes =>
        Requests.Where(request => request.Method != "GET").Select(request => $"{request.Method} {request.Path}");

    public static async Task<FakeEngine> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("engine-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.ListenUnixSocket(Path.Combine(folder.FullName, "docker.sock")));
        var app = builder.Build();
        var engine = new FakeEngine(app, folder);
        app.Run(engine.HandleAsync);
        await app.StartAsync();
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The body of the only request to a path.</summary>
    public JsonObject Body(string path) => JsonNode.Parse(Requests.Single(request => request.Path == path).Body)!.AsObject();

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/_ping")
        {
            context.Response.Headers["Api-Version"] = ApiVersion;
            if (IsPodman)
            {
                context.Response.Headers["Libpod-API-Version"] = "4.3.1";
            }

            await context.Response.WriteAsync("OK");
            return;
        }

        var version = Version.Parse(path.Split('/')[1][1..]);
        using var reader = new StreamReader(context.Request.Body);
        var request = new FakeRequest(
            context.Request.Method,
            path[(path.IndexOf('/', 1))..],
            context.Request.Query.ToDictionary(entry => entry.Key, entry => entry.Value.ToString()),
            context.Request.Headers.ToDictionary(entry => entry.Key, entry => entry.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync()
        );
        Requests.Enqueue(request);
        if (Stalls(request))
        {
            await context.Response.WriteAsync("{\"status\":\"Waiting\"}\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        var (status, answer) =
            version > Version.Parse(ApiVersion)
                ? (400, Error($"client version {version} is too new. Maximum supported API version is {ApiVersion}"))
            : version < Version.Parse(OldestVersion)
                ? (400, Error($"client version {version} is too old. Minimum supported API version is {OldestVersion}"))
            : Fault(request) is { } fault ? (fault.Status, Error(fault.Message))
            : IsPodman && request.Path.EndsWith("/update", StringComparison.Ordinal) ? (404, Error("Not Found"))
            : Objects.Answer(request, version, IsPodman, Error);
        context.Response.StatusCode = status;
        if (answer is not null && status != StatusCodes.Status204NoContent)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer is JsonValue text ? text.GetValue<string>() : answer.ToJsonString());
        }
    }

    private JsonObject Error(string message) =>
        IsPodman
            ? new JsonObject
            {
                ["cause"] = message,
                ["message"] = message,
                ["response"] = 500,
            }
            : new JsonObject { ["message"] = message };
}

/// <summary>A request that the fake has received.</summary>
internal sealed record FakeRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers,
    string Body
);
