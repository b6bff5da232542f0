using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Controllers.GarbageCollection;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.Namespaces;
using Infra.Simulator.Controllers.ServiceAccounts;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Controllers;

/// <summary>Deletion, its propagation and the deletion of namespaces against recordings of Kubernetes 1.36.</summary>
internal sealed partial class GarbageCollectionReplay : IRecordingKind
{
    public bool Recognises(JsonObject content) =>
        content.Objects("sequences").SelectMany(one => one.Objects("steps")).Any(step => step.ContainsKey("eventually"));

    public IEnumerable<RecordedCase> GetCases(string part, JsonObject content) =>
        content
            .Objects("sequences")
            .Select(one => new RecordedCase(part, one.Text("name") ?? "", IsIndependent: true, () =>
                Task.FromResult<IReadOnlyList<Difference>>(Replay(one))
            ));

    private static List<Difference> Replay(JsonObject sequence)
    {
        using var cluster = new VirtualCluster(context =>
        {
            _ = new NamespaceDefaultsController(context, "certificate");
            _ = new JobController(context);
            _ = new NamespaceController(context, context.GetClient("test").Catalog);
            _ = new GarbageCollector(context, context.GetClient("test").Catalog);
        });
        cluster.CreateNamespace(sequence.Text("namespace")!);
        cluster.Run(1);
        var (uids, differences) = (new Dictionary<string, string>(), new List<Difference>());
        foreach (var (index, step) in sequence.Objects("steps").Index())
        {
            var request = (JsonObject)JsonNode.Parse(UidOf().Replace(step.Map("request")!.ToJsonString(), m => uids[m.Groups[1].Value]))!;
            if (step.Flag("eventually"))
            {
                cluster.Run(6);
            }

            var (status, body) = cluster.Send(request);
            if (body.Text("metadata", "name") is { } created && body.Text("metadata", "uid") is { } uid)
            {
                uids[created] = uid;
            }

            Compare(step.Map("response")!, status, body, $"step {index}", differences);
            cluster.Run(1.2);
        }

        return differences;
    }

    // Other recordings compare complete responses; this one compares which objects exist in which state.
    private static void Compare(JsonObject recorded, int status, JsonObject? body, string where, List<Difference> differences)
    {
        if (recorded.Number("status") != status)
        {
            differences.Add(new($"{where} status", $"{recorded.Number("status")}", $"{status} {body?.ToJsonString()}"));
        }

        var (wanted, found) = (States(recorded.Map("body")), States(body));
        if (wanted != found)
        {
            differences.Add(new(where, wanted, found));
        }
    }

    private static string States(JsonObject? body)
    {
        var items =
            body.Array("items") is { } list ? list.OfType<JsonObject>()
            : body is null ? []
            : [body];
        return string.Join("; ", items.Select(State));
    }

    private static string State(JsonObject item)
    {
        var conditions = item.Map("status")
            .Objects("conditions")
            .Select(c => $"{c.Text("type")}={c.Text("status")} {c.Text("reason")} {c.Text("message")}");
        var parts = new[]
        {
            Suffix()
                .Replace(item.Text("metadata", "name") ?? "", "-<suffix>")
                .Replace("-<suffix>-<suffix>", "-<suffix>", StringComparison.Ordinal),
            item.Text("message") ?? "",
            item.Text("metadata", "deletionTimestamp") is null ? "" : "deleting",
            string.Join(",", (item.Array("metadata", "finalizers") ?? []).Select(f => f?.ToString())),
            string.Join(",", item.Objects("metadata", "ownerReferences").Select(o => o.Text("name"))),
            string.Join(", ", conditions),
        };
        return string.Join(' ', parts.Where(p => p.Length > 0));
    }

    [GeneratedRegex("\\\\u003Cuid of ([a-z]+)\\\\u003E")]
    private static partial Regex UidOf();

    [GeneratedRegex("(?<=^j)-[bcdfghjklmnpqrstvwxz2456789]{5}$")]
    private static partial Regex Suffix();
}
