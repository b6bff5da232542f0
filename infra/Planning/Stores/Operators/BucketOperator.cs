using System.Text.Json.Nodes;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// Rook. A claim asks for a bucket in the platform's object store; the ConfigMap and the Secret of the claim's name say where it is and who
/// may use it. Both are unknown until then, so containers refer to their keys.
/// </summary>
internal sealed class BucketOperator : StoreOperator
{
    public const string HostKey = "BUCKET_HOST";
    public const string PortKey = "BUCKET_PORT";
    public const string NameKey = "BUCKET_NAME";

    public override OperatorFacts Facts { get; } =
        new()
        {
            Name = "Rook",
            Size = new SizeSettings(),
            Port = 80,
            NameLength = 63,
            OffersTls = true,
            HasServers = false,
            HasUsers = false,
        };

    /// <summary>Only the claim's ConfigMap knows the host.</summary>
    public override string GetService(string store) => store;

    public override StoreCredential GetAdministrator(string store) => new(store, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

    public override RotationObstacle FindAdministratorObstacle(string store) =>
        new($"{Facts.Name} draws the credentials of a bucket", "declare another store, copy the objects, and let the services use it");

    public override StoreNetwork GetNetwork(string store) => new() { Pods = Labels(("app", "rook-ceph-rgw")), IsElsewhere = true };

    /// <summary>The store's own bucket has the claim of the store's name.</summary>
    public override StoreConnection ConnectUser(string service, int rotation, StoreConnection administrator, string? database)
    {
        var claim = database == administrator.Database ? administrator.Store : StoreNames.Part(administrator.Store, database!);
        return administrator with { Database = database, Secret = claim, BucketMap = claim };
    }

    public override IEnumerable<StoreObject> CreateObjects(OperatedStore store) =>
        store.Databases.Select(bucket => new StoreObject
        {
            ApiVersion = "objectbucket.io/v1alpha1",
            Kind = "ObjectBucketClaim",
            Name = bucket == store.Database ? store.Name : StoreNames.Part(store.Name, bucket),
            Spec = new JsonObject { ["bucketName"] = bucket, ["storageClassName"] = store.Settings.StorageClass },
            ReadyWhen = "jsonpath={.status.phase}=Bound",
            HasData = true,
        });

    public override IEnumerable<PodDemand> CountPods(OperatedStore store) => [];
}
