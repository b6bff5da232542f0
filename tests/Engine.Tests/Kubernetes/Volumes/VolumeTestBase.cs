using System.Net;
using System.Text.Json.Nodes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes.Volumes;

/// <summary>A StatefulSet with two claims, and a claim of its own, in a fake cluster.</summary>
public abstract class VolumeTestBase : KubernetesProviderTestBase
{
    protected const string Sets = "apis/apps/v1/namespaces/shop/statefulsets";
    protected const string Claims = "api/v1/namespaces/shop/persistentvolumeclaims";

    private protected static readonly Urn SetUrn = new("urn:pulumi:dev::shop::kubernetes:apps/v1:StatefulSet::db");
    private protected static readonly Urn ClaimUrn = new("urn:pulumi:dev::shop::kubernetes:core/v1:PersistentVolumeClaim::web-data");

    private protected void PutCluster(bool allowsExpansion = true, string phase = "Bound")
    {
        Cluster.Put(
            "apis/storage.k8s.io/v1/storageclasses",
            $$"""{"metadata":{"name":"fast"},"allowVolumeExpansion":{{(allowsExpansion ? "true" : "false")}} }"""
        );
        foreach (var name in (string[])["data-db-0", "data-db-1", "data-db-x", "data-other-0"])
        {
            Cluster.Put(Claims, ClaimJson(name, "1Gi", phase: phase));
        }

        Cluster.Put(Sets, SetJson("1Gi", ""","replicas":2"""));
    }

    private protected static string SetJson(string size, string spec = ",\"replicas\":2", string annotations = "") =>
        $$$"""
            {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db","namespace":"shop","annotations":{"pulumi.com/skipAwait":"true"{{{annotations}}} } },
             "spec":{"serviceName":"db","selector":{"matchLabels":{"app":"db"} },"template":{"metadata":{"labels":{"app":"db"} } }{{{spec}}},
             "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"fast",
              "resources":{"requests":{"storage":"{{{size}}}"} } } }]} }
            """;

    private protected static string ClaimJson(
        string name,
        string size,
        string storageClass = "fast",
        string phase = "Bound",
        string stack = "dev"
    ) =>
        $$$"""
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"{{{name}}}","namespace":"shop","labels":{"app.kubernetes.io/managed-by":"pulumi",
              "app.kubernetes.io/part-of":"shop","app.kubernetes.io/instance":"shop-{{{stack}}}"} },
             "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"{{{storageClass}}}","resources":{"requests":{"storage":"{{{size}}}"} } },
             "status":{"phase":"{{{phase}}}"} }
            """;

    private protected Task<DiffResult> DiffAsync(Urn urn, string old, string @new) =>
        Provider.DiffAsync(
            new DiffRequest
            {
                Urn = urn,
                Id = "shop/db",
                OldInputs = Json(old),
                OldState = State(Json(old)),
                NewInputs = Json(@new),
            },
            CancellationToken.None
        );

    private protected Task<UpdateResult> UpdateAsync(Urn urn, string old, string @new, bool preview = false) =>
        Provider.UpdateAsync(
            new UpdateRequest
            {
                Urn = urn,
                Id = "shop/db",
                OldInputs = Json(old),
                OldState = State(Json(old)),
                NewInputs = Json(@new),
                Preview = preview,
            },
            CancellationToken.None
        );

    private protected string? SizeOf(string claim) =>
        Cluster.Find($"{Claims}/{claim}")!["spec"]!["resources"]!["requests"]!["storage"]!.GetValue<string>();

    private protected JsonNode? Set => Cluster.Find($"{Sets}/db");

    private protected static string? SizeOfTemplate(JsonNode? set) =>
        set?["spec"]!["volumeClaimTemplates"]![0]!["spec"]!["resources"]!["requests"]!["storage"]!.GetValue<string>();

    private protected string[] Writes =>
        [.. Cluster.Requests.Where(request => request.Method != "GET").Select(request => $"{request.Method} {request.Path}")];

    /// <summary>Rejects the next request that a condition selects.</summary>
    private protected void FailOnce(Func<FakeRequest, bool> condition)
    {
        var isDone = false;
        Cluster.Answer = request =>
        {
            if (isDone || !condition(request))
            {
                return null;
            }

            isDone = true;
            return FakeCluster.Status(HttpStatusCode.Forbidden, "Forbidden", "interrupted");
        };
    }
}
