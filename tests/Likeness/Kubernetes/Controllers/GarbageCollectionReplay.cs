using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Controllers.DaemonSets;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Controllers.Disruption;
using Infra.Simulator.Controllers.GarbageCollection;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.Namespaces;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Controllers.ServiceAccounts;
using Infra.Simulator.Controllers.StatefulSets;
using Infra.Simulator.Controllers.Volumes;
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
            _ = new DeploymentController(context);
            _ = new ReplicaSetController(context);
            _ = ReplicaSetController.StartForReplicationControllers(context);
            _ = new StatefulSetController(context);
            _ = new DaemonSetController(context);
            _ = new JobController(context);
            _ = new CronJobController(context);
            _ = new DisruptionController(context);
            _ = new VolumeProtection(context);
            _ = new NamespaceController(context, context.GetClient("test").Catalog);
            _ = new GarbageCollector(context, context.GetClient("test").Catalog);
        });
        cluster.CreateNamespace(sequence.Text("namespace")!);
        cluster.Run(1);
        var (uids, differences) = (new Dictionary<string, string>(), new List<Difference>());
        foreach (var (index, step) in sequence.Objects("steps").Index())
        {
            var request = (JsonObject)JsonNode.Parse(UidOf().Replace(step.Map("request")!.ToJsonString(), m => uids[m.Groups[1].Value]))!;
            var answer = step.Flag("eventually") ? Settle(cluster, step, request) : cluster.Exchange(request);
            if (
                (answer.Body as JsonObject).Text("metadata", "name") is { } created
                && (answer.Body as JsonObject).Text("metadata", "uid") is { } uid
            )
            {
                uids[created] = uid;
            }

            differences.AddRange(
                AnswerComparison
                    .Compare(step.Map("response")!, answer, step.Flag("unorderedCauses"))
                    .Select(difference => difference with { Place = $"step {index} {difference.Place}" })
            );
            cluster.Run(1.2);
        }

        return differences;
    }

    // Reads until the answer has not changed for four seconds or, where one is given, until a status.
    private static Answer Settle(VirtualCluster cluster, JsonObject step, JsonObject request)
    {
        const double Slice = 0.5;
        const double Still = 4;
        const double Limit = 120;
        var answer = cluster.Exchange(request);
        var still = 0.0;
        for (var passed = 0.0; passed < Limit; passed += Slice)
        {
            cluster.Run(Slice);
            var next = cluster.Exchange(request);
            still = WithoutVersion(next) == WithoutVersion(answer) ? still + Slice : 0;
            answer = next;
            if (step.Number("untilStatus") is { } status ? answer.Status == status : still >= Still)
            {
                break;
            }
        }

        return WithoutRootCertificate(answer);
    }

    private static string WithoutVersion(Answer answer)
    {
        var body = answer.Body?.DeepClone();
        (body as JsonObject).Map("metadata")?.Remove("resourceVersion");
        return body?.ToJsonString() ?? "";
    }

    private static Answer WithoutRootCertificate(Answer answer)
    {
        if (answer.Body is JsonObject body && body.Array("items") is { } items)
        {
            foreach (var item in items.OfType<JsonObject>().Where(i => i.Text("metadata", "name") == "kube-root-ca.crt").ToList())
            {
                items.Remove(item);
            }
        }

        return answer;
    }

    [GeneratedRegex("\\\\u003Cuid of ([^\\\\]+)\\\\u003E")]
    private static partial Regex UidOf();
}
