using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;
using Infra.Simulator.Time;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Controllers;

/// <summary>
/// A cluster in virtual time with the controllers of a recording; requests are handled like HTTP requests, without a socket.
/// </summary>
internal sealed class VirtualCluster : IDisposable
{
    private readonly ApiHandler _handler;

    public VirtualCluster(Action<ControllerContext> start)
    {
        var cluster = new InMemoryCluster(Clock, new IdentitySource(3));
        Client = cluster.Client;
        Store = cluster.Store;
        ClusterBootstrap.Run(Client);
        _handler = ApiServer.CreateHandler(cluster.Api, RecordedRequest.Token);
        Context = new ControllerContext(Client, Clock, cluster.Identities, ComponentFailure.Throw);
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
        var answer = Exchange(recorded);
        return (answer.Status, answer.Body as JsonObject);
    }

    /// <summary>Sends a recorded request and returns all of its answer.</summary>
    public Answer Exchange(JsonObject recorded)
    {
        var context = RecordedRequest.ToContext(recorded);
        using var body = new MemoryStream();
        context.Response.Body = body;
        ThrowUnlessCompleted(_handler.HandleAsync(context, CancellationToken.None));
        ThrowUnlessCompleted(context.Response.BodyWriter.FlushAsync().AsTask());
        return Answer.Read(context.Response, body);
    }

    /// <summary>Lists objects.</summary>
    public IReadOnlyList<JsonObject> List(string path) => [.. Send("GET", path, null).Body.Objects("items")];

    /// <summary>Advances the clock.</summary>
    public void Run(double seconds) => Context.Loop.RunFor(Clock, TimeSpan.FromSeconds(seconds));

    /// <summary>Runs the controllers until one of them writes, without advancing the clock.</summary>
    public void RunUntilWrite()
    {
        var version = Store.Version;
        Context.Loop.RunReadyUntil(() => Store.Version != version);
    }

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
