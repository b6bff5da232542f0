using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Controllers.Endpoints;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Controllers;

/// <summary>EndpointSlices and Endpoints against recordings of Kubernetes 1.36.</summary>
internal sealed partial class EndpointsReplay : IRecordingKind
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool Recognises(JsonObject content) =>
        content.Objects("scenarios").SelectMany(one => one.Objects("steps")).Any(step => step.ContainsKey("snapshot"));

    public IEnumerable<RecordedCase> GetCases(string part, JsonObject content) =>
        content
            .Objects("scenarios")
            .Select(one => new RecordedCase(part, one.Text("name") ?? "", IsIndependent: true, () =>
                Task.FromResult<IReadOnlyList<Difference>>(Replay(content, one))
            ));

    private static List<Difference> Replay(JsonObject recording, JsonObject scenario)
    {
        using var cluster = new VirtualCluster(context =>
        {
            _ = new EndpointSliceController(context);
            _ = new EndpointsController(context);
        });
        foreach (var node in recording.Array("nodes")?.OfType<JsonObject>() ?? [])
        {
            cluster.Send(
                "POST",
                "/api/v1/nodes",
                new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["name"] = node.Text("name"),
                        ["labels"] = node["labels"]?.DeepClone()
                            ?? new JsonObject
                            {
                                ["topology.kubernetes.io/zone"] = node.Text("zone") ?? node.Text("topology.kubernetes.io/zone"),
                            },
                    },
                }
            );
        }

        var inNamespace = scenario.Text("namespace")!;
        cluster.CreateNamespace(inNamespace);
        var differences = new List<Difference>();
        foreach (var (index, step) in scenario.Objects("steps").Index())
        {
            if (step.Map("request") is { } request)
            {
                var (status, body) = cluster.Send(request);
                if (status != step.Number("status"))
                {
                    differences.Add(new($"step {index} status", $"{step.Number("status")}", $"{status} {body?.ToJsonString()}"));
                }

                cluster.Run(0.05);
            }
            else if (step.Map("snapshot") is { } snapshot)
            {
                cluster.Run(3);
                Compare(cluster, inNamespace, snapshot, $"step {index}", differences);
            }
        }

        return differences;
    }

    private static void Compare(VirtualCluster cluster, string inNamespace, JsonObject snapshot, string where, List<Difference> differences)
    {
        var slices = Normalise(cluster.List($"/apis/discovery.k8s.io/v1/namespaces/{inNamespace}/endpointslices"));
        var endpoints = Normalise(cluster.List($"/api/v1/namespaces/{inNamespace}/endpoints"));
        var wantedSlices = Normalise(snapshot.Objects("endpointSlices"));
        var wantedEndpoints = Normalise(snapshot.Objects("endpoints"));
        if (!slices.SequenceEqual(wantedSlices))
        {
            differences.Add(new($"{where} slices", string.Join('\n', wantedSlices), string.Join('\n', slices)));
        }

        if (!endpoints.SequenceEqual(wantedEndpoints))
        {
            differences.Add(new($"{where} endpoints", string.Join('\n', wantedEndpoints), string.Join('\n', endpoints)));
        }
    }

    // Names, UIDs, versions and times differ between runs; lists without a defined order are sorted.
    private static List<string> Normalise(IEnumerable<JsonObject> items) => [.. items.Select(Normalise).Order(StringComparer.Ordinal)];

    private static string Normalise(JsonObject item)
    {
        var copy = (JsonObject)item.DeepClone();
        var metadata = copy.Map("metadata")!;
        foreach (var key in (string[])["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"])
        {
            metadata.Remove(key);
        }

        if (metadata["annotations"] is JsonObject annotations)
        {
            foreach (var key in annotations.Select(a => a.Key).ToList())
            {
                annotations[key] = "<time>";
            }
        }

        foreach (var key in (string[])["apiVersion", "kind"])
        {
            copy.Remove(key);
        }

        Sort(copy, "endpoints");
        foreach (var subset in copy.Objects("subsets"))
        {
            Sort(subset, "addresses");
            Sort(subset, "notReadyAddresses");
            Sort(subset, "ports");
        }

        var text = Uid().Replace(Sorted(copy)!.ToJsonString(Readable), "<uid>");
        return Suffix().Replace(text, "\"name\":\"$1-<suffix>\"");
    }

    private static void Sort(JsonObject parent, string key)
    {
        if (parent[key] is JsonArray array)
        {
            parent[key] = new JsonArray([
                .. array.Select(i => i!.DeepClone()).OrderBy(i => Uid().Replace(i.ToJsonString(), ""), StringComparer.Ordinal),
            ]);
        }
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Sorted)]),
            _ => node?.DeepClone(),
        };

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex("\"name\":\"([a-z0-9]+)-[bcdfghjklmnpqrstvwxz2456789]{5}\"")]
    private static partial Regex Suffix();
}
