using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Endpoints;
using Infra.Simulator.Controllers.Endpoints.Mirroring;
using Infra.Simulator.Controllers.GarbageCollection;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Controllers;

/// <summary>EndpointSlices and Endpoints against recordings of Kubernetes 1.36.</summary>
internal sealed class EndpointsReplay : IRecordingKind
{
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
            _ = new EndpointSliceMirroringController(context);
            _ = new GarbageCollector(context, context.GetClient("test").Catalog);
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
                cluster.RunUntilQuiet(2);
                Compare(cluster, inNamespace, snapshot, $"step {index}", differences);
            }
            else
            {
                throw new NotSupportedException($"The replay does not know a step with {string.Join(", ", step.Select(s => s.Key))}.");
            }
        }

        return differences;
    }

    private static void Compare(VirtualCluster cluster, string inNamespace, JsonObject snapshot, string where, List<Difference> differences)
    {
        var slices = Ordered(cluster.List($"/apis/discovery.k8s.io/v1/namespaces/{inNamespace}/endpointslices"));
        var wanted = Ordered(snapshot.Objects("endpointSlices"));
        if (wanted.OfType<JsonObject>().Any(slice => !slice.ContainsKey("endpoints")))
        {
            // Which endpoint is in which of several slices is a matter of timing, so they are listed without.
            LeaveOutEndpoints(slices);
        }

        AnswerComparison.Compare(wanted, slices, $"{where} slices", differences);
        AnswerComparison.Compare(
            Ordered(snapshot.Objects("endpoints")),
            Ordered(cluster.List($"/api/v1/namespaces/{inNamespace}/endpoints")),
            $"{where} endpoints",
            differences
        );
    }

    private static void LeaveOutEndpoints(JsonArray slices)
    {
        foreach (var slice in slices.OfType<JsonObject>())
        {
            slice.Remove("endpoints");
        }
    }

    // As the recordings are ordered: slices by service name, ports and size, endpoints by address, subsets by ports.
    private static JsonArray Ordered(IEnumerable<JsonObject> items) =>
        [
            .. items
                .Select(WithOrderedParts)
                .OrderBy(item => item.Text("metadata", "labels", "kubernetes.io/service-name"), StringComparer.Ordinal)
                .ThenBy(item => item.Text("metadata", "generateName") ?? item.Text("metadata", "name"), StringComparer.Ordinal)
                .ThenBy(item => item["ports"]?.ToJsonString(), StringComparer.Ordinal)
                .ThenBy(item => item.Array("endpoints")?.Count),
        ];

    private static JsonObject WithOrderedParts(JsonObject item)
    {
        var copy = (JsonObject)item.DeepClone();
        copy.Map("metadata")?.Remove("managedFields");
        Order(copy, "endpoints", endpoint => endpoint["addresses"]);
        Order(copy, "subsets", subset => subset["ports"]);
        return copy;
    }

    private static void Order(JsonObject parent, string list, Func<JsonObject, JsonNode?> key)
    {
        if (parent.ContainsKey(list))
        {
            // The recorder wrote a list that is null as an empty one.
            parent[list] = new JsonArray([
                .. parent
                    .Objects(list)
                    .OrderBy(entry => key(entry)?.ToJsonString(), StringComparer.Ordinal)
                    .Select(entry => entry.DeepClone()),
            ]);
        }
    }
}
