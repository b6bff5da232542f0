using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Controllers.GarbageCollection;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.Namespaces;
using Infra.Simulator.Controllers.ServiceAccounts;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Recordings;

/// <summary>Deletion, its propagation and the deletion of namespaces against recordings of Kubernetes 1.36.</summary>
public sealed partial class GarbageCollectionRecordingTests
{
    private const string File = "patch/gc.json";

    public static TheoryData<string> Sequences => Ratchet.Names(File, "sequences");

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Replay_Deletion_AgreesWithTheRecording(string name)
    {
        var sequence = VirtualCluster.Load(File).Objects("sequences").Single(s => s.Text("name") == name);
        using var cluster = new VirtualCluster(context =>
        {
            _ = new NamespaceDefaultsController(context, "certificate");
            _ = new JobController(context);
            _ = new NamespaceController(context, context.GetClient("test").Catalog);
            _ = new GarbageCollector(context, context.GetClient("test").Catalog);
        });
        cluster.CreateNamespace(sequence.Text("namespace")!);
        cluster.Run(1);
        var (uids, differences) = (new Dictionary<string, string>(), new List<string>());
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

        Ratchet.OverTime.Check($"gc {name}", differences);
    }

    // Other recordings compare complete responses; this one compares which objects exist in which state.
    private static void Compare(JsonObject recorded, int status, JsonObject? body, string where, List<string> differences)
    {
        if (recorded.Number("status") != status)
        {
            differences.Add($"{where}: status {recorded.Number("status")} expected, {status} found: {body?.ToJsonString()}");
        }

        var (wanted, found) = (States(recorded.Map("body")), States(body));
        if (wanted != found)
        {
            differences.Add($"{where}: {wanted} expected, {found} found");
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
