using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Engine.Tests.Kubernetes;

/// <summary>
/// A minimal API server behind an HTTP handler: objects by path, lists, watches and a record of all requests. It has no rules of
/// Kubernetes; tests set other responses with <see cref="Answer"/>.
/// </summary>
internal sealed class FakeCluster : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(string Collection, PipeWriter Writer)> _watches = [];
    private readonly List<FakeRequest> _requests = [];
    private readonly Dictionary<string, TaskCompletionSource> _watchStarts = new(StringComparer.Ordinal);
    private long _version = 100;

    /// <summary>Returns the response to a request, or null for the default one.</summary>
    public Func<FakeRequest, HttpResponseMessage?> Answer { get; set; } = _ => null;

    /// <summary>All requests except discovery.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests.Where(r => r.Path is not ("api" or "apis"))];
            }
        }
    }

    /// <summary>The requests as "METHOD path", without queries.</summary>
    public IEnumerable<string> Calls => Requests.Select(r => $"{r.Method} {r.Path}");

    public KubernetesClient Client(TimeProvider? time = null) => new(Connection, this, time ?? TimeProvider.System);

    public static ClusterConnection Connection { get; } =
        new()
        {
            Server = new Uri("https://fake.test/"),
            Origin = "context \"fake\" of a test",
            Credentials = RequestCredentials.Create(new KubeconfigUser(), "nobody", TimeProvider.System),
        };

    public JsonObject? Find(string path)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault(path)?.DeepClone().AsObject();
        }
    }

    /// <summary>Completes when a watch of a collection has started.</summary>
    public Task WatchStartedAsync(string collection)
    {
        lock (_gate)
        {
            return WatchStart(collection).Task;
        }
    }

    /// <summary>Creates or replaces an object, as a controller would.</summary>
    public void Put(string collection, string json) => Store(collection, JsonNode.Parse(json)!.AsObject());

    /// <summary>Changes an object, as a controller would.</summary>
    public void Change(string path, Action<JsonObject> change)
    {
        var changed = Find(path)!;
        change(changed);
        Store(path[..path.LastIndexOf('/')], changed);
    }

    /// <summary>Deletes an object.</summary>
    public void Remove(string path)
    {
        lock (_gate)
        {
            if (_objects.Remove(path, out var removed))
            {
                removed["metadata"]!["resourceVersion"] = $"{++_version}";
                Notify(path[..path.LastIndexOf('/')], "DELETED", removed);
            }
        }
    }

    public static HttpResponseMessage Json(HttpStatusCode code, string json) =>
        new(code) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Status(HttpStatusCode code, string reason, string message, string details = "{}") =>
        Json(
            code,
            $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","code":{{(int)code}},"message":{{JsonValue.Create(message).ToJsonString()}},"details":{{details}} }"""
        );

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        var seen = new FakeRequest(
            request.Method.Method,
            request.RequestUri!.AbsolutePath.TrimStart('/'),
            request.RequestUri.Query,
            request.Content?.Headers.ContentType?.MediaType,
            body
        );
        lock (_gate)
        {
            _requests.Add(seen);
        }

        return Answer(seen) ?? Respond(seen);
    }

    private HttpResponseMessage Respond(FakeRequest request)
    {
        lock (_gate)
        {
            return request switch
            {
                { Path: "api" or "apis" } => Json(HttpStatusCode.OK, FakeDiscovery.Create(request.Path == "api")),
                { Method: "GET" } when request.Query.Contains("watch=true", StringComparison.Ordinal) => Watch(request),
                { Method: "GET" } when FakeDiscovery.IsCollection(request.Path) => Json(HttpStatusCode.OK, List(request.Path)),
                { Method: "POST" } => Json(
                    HttpStatusCode.Created,
                    Store(request.Path, request.Body!.DeepClone().AsObject(), IsDryRun(request)).ToJsonString()
                ),
                { Method: "PATCH", ContentType: ContentTypes.Apply, Body: JsonObject applied }
                    when !_objects.ContainsKey(request.Path) && applied["metadata"]!["uid"] is null => Json(
                    HttpStatusCode.Created,
                    Store(request.Path[..request.Path.LastIndexOf('/')], applied.DeepClone().AsObject(), IsDryRun(request)).ToJsonString()
                ),
                _ when !_objects.TryGetValue(request.Path, out var found) => Status(
                    HttpStatusCode.NotFound,
                    "NotFound",
                    $"{request.Path} not found"
                ),
                { Method: "GET" } => Json(HttpStatusCode.OK, _objects[request.Path].ToJsonString()),
                { Method: "DELETE" } => Delete(request),
                { Body: JsonObject patch } => Json(HttpStatusCode.OK, Merged(request, patch).ToJsonString()),
                _ => Json(HttpStatusCode.OK, _objects[request.Path].ToJsonString()),
            };
        }
    }

    private JsonObject Merged(FakeRequest request, JsonObject patch)
    {
        var merged = _objects[request.Path].DeepClone().AsObject();
        foreach (var (key, value) in patch)
        {
            if (request.ContentType == ContentTypes.MergePatch && merged[key] is JsonObject target && value is JsonObject changes)
            {
                Merge(target, changes);
            }
            else if (key != "metadata")
            {
                merged[key] = value?.DeepClone();
            }
        }

        return IsDryRun(request) ? merged : Store(request.Path[..request.Path.LastIndexOf('/')], merged);
    }

    private static void Merge(JsonObject target, JsonObject changes)
    {
        foreach (var (key, value) in changes)
        {
            if (target[key] is JsonObject child && value is JsonObject nested)
            {
                Merge(child, nested);
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }

    private HttpResponseMessage Delete(FakeRequest request)
    {
        if (request.Body?["propagationPolicy"]?.GetValue<string>() != "Foreground")
        {
            Remove(request.Path);
            return Json(HttpStatusCode.OK, """{"kind":"Status","apiVersion":"v1","status":"Success"}""");
        }

        Change(request.Path, o =>
        {
            o["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
            o["metadata"]!["finalizers"] = new JsonArray("foregroundDeletion");
        });
        return Json(HttpStatusCode.OK, _objects[request.Path].ToJsonString());
    }

    private HttpResponseMessage Watch(FakeRequest request)
    {
        var pipe = new Pipe();
        var since = long.Parse(
            System.Web.HttpUtility.ParseQueryString(request.Query)["resourceVersion"]!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        _watches.Add((request.Path, pipe.Writer));
        WatchStart(request.Path).TrySetResult();
        foreach (var (path, item) in _objects)
        {
            if (
                path[..path.LastIndexOf('/')] == request.Path
                && long.Parse(Version(item), System.Globalization.CultureInfo.InvariantCulture) > since
            )
            {
                Notify(request.Path, "ADDED", item);
            }
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
    }

    private TaskCompletionSource WatchStart(string collection)
    {
        if (!_watchStarts.TryGetValue(collection, out var start))
        {
            _watchStarts[collection] = start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return start;
    }

    private JsonObject Store(string collection, JsonObject item, bool dryRun = false)
    {
        lock (_gate)
        {
            var metadata = item["metadata"]!.AsObject();
            var path = $"{collection}/{metadata["name"]}";
            metadata["uid"] ??= $"uid-{_version}";
            metadata["resourceVersion"] = $"{++_version}";
            if (!dryRun)
            {
                var isNew = !_objects.ContainsKey(path);
                _objects[path] = item;
                Notify(collection, isNew ? "ADDED" : "MODIFIED", item);
            }

            return item.DeepClone().AsObject();
        }
    }

    private void Notify(string collection, string type, JsonObject item)
    {
        var line = Encoding.UTF8.GetBytes(new JsonObject { ["type"] = type, ["object"] = item.DeepClone() }.ToJsonString() + "\n");
        foreach (var (watched, writer) in _watches)
        {
            if (watched == collection)
            {
                writer.Write(line);
                _ = writer.FlushAsync().AsTask();
            }
        }
    }

    private string List(string collection) =>
        new JsonObject
        {
            ["kind"] = "List",
            ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" },
            ["items"] = new JsonArray([
                .. _objects.Where(o => o.Key[..o.Key.LastIndexOf('/')] == collection).Select(o => o.Value.DeepClone()),
            ]),
        }.ToJsonString();

    private static bool IsDryRun(FakeRequest request) => request.Query.Contains("dryRun=All", StringComparison.Ordinal);

    private static string Version(JsonObject item) => item["metadata"]!["resourceVersion"]!.GetValue<string>();
}
