using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Rook;

/// <summary>
/// An <c>ObjectBucketClaim</c>: bound at once, with a Secret and a ConfigMap of its name. The host is that of the object store which the
/// parameters of its StorageClass name.
/// </summary>
internal sealed class BucketClaim(StandInContext context) : StandIn
{
    public override GroupResource Resource => new("objectbucket.io", "objectbucketclaims");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var spec = item.Source.Spec;
        var labels = new Dictionary<string, string> { ["bucket-provisioner"] = "rook-ceph.ceph.rook.io-bucket" };
        context.Objects.CreateSecretOnce(item, item.Name, labels, () =>
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = context.Identities.NewSuffix(20).ToUpperInvariant(),
                ["AWS_SECRET_ACCESS_KEY"] = context.Objects.DrawPassword(),
            }
        );
        context.Objects.CreateOnce(item, GroupResource.ConfigMaps, item.Name, () => CreateConfiguration(item, labels));
        var objectBucket = $"obc-{item.Namespace}-{item.Name}";
        if (spec.Text("objectBucketName") != objectBucket)
        {
            // The specification tells which bucket the claim is bound to.
            context.Client.Patch(
                Resource,
                item.Namespace,
                item.Name,
                new JsonObject
                {
                    ["spec"] = new JsonObject { ["objectBucketName"] = objectBucket, ["bucketName"] = GetBucket(item) },
                }
            );
            return TimeSpan.Zero;
        }

        context.Write(item, new JsonObject { ["phase"] = "Bound" });
        return null;
    }

    private JsonObject CreateConfiguration(PlainObject item, Dictionary<string, string> labels)
    {
        var storageClass = context.Client.Find(GroupResource.StorageClasses, "", item.Source.Spec.Text("storageClassName") ?? "");
        var parameters = storageClass?.Body.Map("parameters");
        var (store, place) = (parameters.Text("objectStoreName") ?? "my-store", parameters.Text("objectStoreNamespace") ?? "rook-ceph");
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(labels) },
            ["data"] = new JsonObject
            {
                ["BUCKET_HOST"] = $"rook-ceph-rgw-{store}.{place}.svc",
                ["BUCKET_PORT"] = "80",
                ["BUCKET_NAME"] = GetBucket(item),
                ["BUCKET_REGION"] = parameters.Text("region") ?? "",
                ["BUCKET_SUBREGION"] = "",
            },
        };
    }

    /// <summary>The given name; with <c>generateBucketName</c> one that is as unique as the claim.</summary>
    private static string GetBucket(PlainObject item) =>
        item.Source.Spec.Text("bucketName") is { Length: > 0 } name
            ? name
            : $"{item.Source.Spec.Text("generateBucketName") ?? item.Name}-{item.Uid}";
}
