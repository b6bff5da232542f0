using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;
using Infra.Simulator.Time;
using Microsoft.AspNetCore.Http;

namespace Likeness.Kubernetes.Controllers;

/// <summary>
/// A cluster in virtual time with the controllers of a recording; requests are handled like HTTP requests, without a socket.
/// </summary>
internal sealed class VirtualCluster : IDisposable
{
    private const string Token = "secret";

    private readonly ApiHandler _handler;

    public VirtualCluster(Action<ControllerContext> start)
    {
        var cluster = new InMemoryCluster(Clock, new IdentitySource(3));
        Client = cluster.Client;
        Store = cluster.Store;
        ClusterBootstrap.Run(Client);
        _handler = ApiServer.CreateHandler(cluster.Api, Token);
        Context = new ControllerContext(Client, Clock, cluster.Identities, (part, failure) =>
            throw new InvalidOperationException($"{part} failed: {failure.Message}", failure)
        );
        start(Context);
        Context.Loop.RunReady();
    }

    public VirtualClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 30, TimeSpan.Zero));

    public IClusterClient Client { get; }

    public ObjectStore Store { get; }

    public ControllerContext Context { get; }

    public void Dispose() => Context.Loop.Dispose();

    /// <summary>Creates a namespace with the ServiceAccount that admission requires.</summary>
    public void CreateNamespace(string name)
    {
        Send(
            "POST",
            "/api/v1/namespaces",
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Namespace",
                ["metadata"] = new JsonObject { ["name"] = name },
            }
        );
        Send(
            "POST",
            $"/api/v1/namespaces/{name}/serviceaccounts",
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ServiceAccount",
                ["metadata"] = new JsonObject { ["name"] = "default" },
            }
        );
    }

    public (int Status, JsonObject? Body) Send(string method, string path, JsonNode? body, string contentType = "application/json") =>
        Send(
            new JsonObject
            {
                ["method"] = method,
                ["path"] = path,
                ["contentType"] = contentType,
                ["body"] = body,
            }
        );

    /// <summary>Sends a recorded request.</summary>
    public (int Status, JsonObject? Body) Send(JsonObject recorded)
    {
        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = recorded.Text("method") ?? "GET";
        request.Scheme = "https";
        request.Path = recorded.Text("path");
        request.QueryString = QueryString.Create(
            (recorded.Map("query") ?? []).Select(q => KeyValuePair.Create(q.Key, q.Value?.ToString()))
        );
        request.Headers.Authorization = $"Bearer {Token}";
        request.Headers.UserAgent = "fixture/1.0";
        request.ContentType = recorded.Text("contentType");
        if (recorded["body"]?.ToJsonString() is { } text)
        {
            request.Body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        }

        using var answer = new MemoryStream();
        context.Response.Body = answer;
        ThrowUnlessCompleted(_handler.HandleAsync(context, CancellationToken.None));
        ThrowUnlessCompleted(context.Response.BodyWriter.FlushAsync().AsTask());
        return (context.Response.StatusCode, JsonNode.Parse(Encoding.UTF8.GetString(answer.ToArray())) as JsonObject);
    }

    /// <summary>Lists objects.</summary>
    public IReadOnlyList<JsonObject> List(string path) => [.. Send("GET", path, null).Body.Objects("items")];

    /// <summary>Advances the clock.</summary>
    public void Run(double seconds) => Context.Loop.RunFor(Clock, TimeSpan.FromSeconds(seconds));

    /// <summary>Advances the clock until a condition holds or a limit is reached.</summary>
    public bool RunUntil(Func<bool> condition, double seconds) =>
        Context.Loop.RunUntil(Clock, condition, Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    /// <summary>Advances the clock until there has been no write for a time.</summary>
    public void RunUntilQuiet(double seconds)
    {
        const double Slice = 0.1;
        const double Limit = 120;
        var quiet = 0.0;
        for (var passed = 0.0; quiet < seconds && passed < Limit; passed += Slice)
        {
            var version = Store.Version;
            Run(Slice);
            quiet = Store.Version == version ? quiet + Slice : 0;
        }
    }

    /// <summary>Throws if a request that prepares a replay was refused.</summary>
    public static void Require((int Status, JsonObject? Body) answer)
    {
        if (answer.Status >= 300)
        {
            throw new InvalidOperationException($"A set-up request was refused: {answer.Body?.ToJsonString()}");
        }
    }

    public static string Version(KubeObject item) => item.Version.ToString(CultureInfo.InvariantCulture);

    // In virtual time nothing else runs, so a request over streams in memory must complete before its handler returns.
    private static void ThrowUnlessCompleted(Task task)
    {
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("The request waits for something outside the virtual cluster.");
        }

#pragma warning disable RS0030 // The task has completed, so this returns or throws its exception without waiting.
        task.GetAwaiter().GetResult();
#pragma warning restore RS0030
    }
}
