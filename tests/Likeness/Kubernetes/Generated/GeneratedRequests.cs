using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Likeness.Kubernetes.Answers;
using Likeness.Kubernetes.Recordings;
using Likeness.Ratchet;

namespace Likeness.Kubernetes.Generated;

/// <summary>
/// Requests with generated objects: objects of every kind made from its schema, and objects that Kubernetes accepted, with fields changed.
/// Most are dry runs, so that the cluster stays the same.
/// </summary>
internal sealed class GeneratedRequests
{
    private const string Namespace = "generated";

    private readonly ApiCluster _cluster = new();
    private readonly List<ResourceKind> _kinds;
    private readonly Dictionary<string, List<JsonObject>> _accepted = [];
    private readonly Dictionary<string, (string Path, JsonObject Body)> _existing = [];

    private GeneratedRequests() =>
        _kinds = [
            .. _cluster
                .Cluster.Catalog.Kinds.Where(kind => kind.Verbs.Contains("create") && kind.Definition.Length > 0)
                .OrderBy(kind => kind.ApiVersion + kind.Kind, StringComparer.Ordinal),
        ];

    /// <summary>Reads the accepted objects from the copy of the recordings, and creates one object of each kind.</summary>
    public static async Task<GeneratedRequests> CreateAsync()
    {
        var requests = new GeneratedRequests();
        await requests._cluster.CreateNamespaceAsync(Namespace, null);
        requests.ReadAccepted();
        foreach (var kind in requests._kinds)
        {
            await requests.CreateOneAsync(kind);
        }

        return requests;
    }

    /// <summary>The number of kinds of which an object exists, which can be updated.</summary>
    public int Existing => _existing.Count;

    /// <summary>The number of kinds.</summary>
    public int Kinds => _kinds.Count;

    /// <summary>Creates the request that a seed stands for.</summary>
    public JsonObject Create(int seed)
    {
        var random = new Random(seed);
        var kind = GeneratedValues.Pick(random, _kinds);
        if (random.Next(3) == 0 && _existing.TryGetValue(Key(kind), out var existing))
        {
            return Update(random, existing.Path, (JsonObject)existing.Body.DeepClone());
        }

        return Post(random, kind);
    }

    /// <summary>Creates the request that a seed stands for, to create an object of a kind that is not of an excluded API group.</summary>
    public JsonObject CreateObject(int seed, IReadOnlyCollection<string> excludedGroups)
    {
        var random = new Random(seed);
        var kind = GeneratedValues.Pick(random, [.. _kinds.Where(kind => !excludedGroups.Contains(kind.Group))]);
        return Post(random, kind);
    }

    public Task<Answer> SendAsync(JsonObject request) => _cluster.SendAsync(request);

    private JsonObject Post(Random random, ResourceKind kind)
    {
        var body =
            random.Next(2) == 0 && _accepted.TryGetValue(Key(kind), out var bodies)
                ? (JsonObject)GeneratedValues.Pick(random, bodies).DeepClone()
                : GeneratedObject.Create(random, kind, _cluster.Cluster.Catalog.Schema.GetTypeSchema(kind.Definition));
        Mutate(random, body);
        return Request("POST", Collection(kind), "application/json", body);
    }

    private static JsonObject Update(Random random, string path, JsonObject body)
    {
        Mutate(random, body);
        switch (random.Next(5))
        {
            case 0:
                return Request("PATCH", path, "application/merge-patch+json", body);
            case 1:
                return Request("PATCH", path, "application/strategic-merge-patch+json", body);
            case 2:
                (body["metadata"] as JsonObject)?.Remove("managedFields");
                var apply = Request("PATCH", path, "application/apply-patch+yaml", body);
                apply.GetOrAddObject("query")["fieldManager"] = "applier";
                apply.GetOrAddObject("query")["force"] = "true";
                return apply;
            default:
                return Request("PUT", path, "application/json", body);
        }
    }

    private static void Mutate(Random random, JsonObject body)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            ObjectMutation.Apply(random, body);
        }
    }

    private static JsonObject Request(string method, string path, string contentType, JsonObject body) =>
        new()
        {
            ["method"] = method,
            ["path"] = path,
            ["query"] = new JsonObject { ["dryRun"] = "All" },
            ["contentType"] = contentType,
            ["body"] = body,
        };

    private void ReadAccepted()
    {
        var folder = Archive.Extract("Kubernetes/Ratchet");
        try
        {
            foreach (var content in RecordingFile.ReadAll(folder.FullName).Select(file => file.Content!))
            {
                foreach (var one in content.Objects("cases").Where(one => one.Text("request", "method") == "POST"))
                {
                    if (one.Number("response", "status") == 201 && one.Map("request", "body") is { } body)
                    {
                        (body["metadata"] as JsonObject)?.Remove("namespace");
                        Add(body);
                    }
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Add(JsonObject body)
    {
        var key = $"{body.Text("apiVersion")} {body.Text("kind")}";
        if (!_accepted.TryGetValue(key, out var bodies))
        {
            _accepted[key] = bodies = [];
        }

        bodies.Add(body);
    }

    private async Task CreateOneAsync(ResourceKind kind)
    {
        foreach (var body in _accepted.GetValueOrDefault(Key(kind)) ?? [])
        {
            var request = Request("POST", Collection(kind), "application/json", (JsonObject)body.DeepClone());
            request.Remove("query");
            if (await SendAsync(request) is { Status: 201, Body: JsonObject created } && created.Text("metadata", "name") is { } name)
            {
                _existing[Key(kind)] = ($"{Collection(kind)}/{name}", created);
                return;
            }
        }
    }

    private static string Key(ResourceKind kind) => $"{kind.ApiVersion} {kind.Kind}";

    private static string Collection(ResourceKind kind) =>
        (kind.Group.Length == 0 ? "/api/v1" : $"/apis/{kind.ApiVersion}")
        + (kind.Namespaced ? $"/namespaces/{Namespace}" : "")
        + $"/{kind.Plural}";
}
