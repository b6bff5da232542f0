using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>A backup of one of Percona's operators: it succeeds after its cluster is ready, if the cluster has the storage.</summary>
internal sealed class PerconaBackup(StandInContext context, PerconaBackupKinds kinds) : StandIn
{
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(10);

    public override GroupResource Resource => kinds.Backups;

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var (spec, status) = (item.Source.Spec, item.Source.Status);
        var state = status.Text("state");
        if (state == kinds.Done || state == kinds.Failed)
        {
            return null;
        }

        if (state == kinds.Running)
        {
            var end = (status.Time("lastscheduled") ?? status.Time("start") ?? context.Now) + _duration;
            if (end > context.Now)
            {
                return end - context.Now;
            }

            context.Write(item, new JsonObject { ["state"] = kinds.Done, ["completed"] = Timestamps.Format(context.Now) });
            return null;
        }

        var cluster = context.Client.Find(kinds.Clusters, item.Namespace, spec.Text(kinds.ClusterField) ?? "");
        var name = spec.Text("storageName") ?? "";
        if (cluster?.Spec.Map("backup", "storages", name) is not { } storage)
        {
            var problem = cluster is null ? "unable to get the cluster" : $"storage {name} doesn't exist in cluster config";
            context.Write(item, new JsonObject { ["state"] = kinds.Failed, ["error"] = problem });
            return null;
        }

        if (cluster.Status.Text("state") != "ready")
        {
            context.Write(item, new JsonObject { ["state"] = kinds.Started });
            return RetryInterval;
        }

        Start(item, cluster, name, storage);
        return _duration;
    }

    private void Start(PlainObject item, KubeObject cluster, string storageName, JsonObject storage)
    {
        var now = Timestamps.Format(context.Now);
        var bucket = storage.Text("s3", "bucket") ?? "";
        var folder = storage.Text("s3", "prefix") is { Length: > 0 } prefix ? $"{bucket}/{prefix}" : bucket;
        var time = context.Now.UtcDateTime.ToString("yyyy-MM-dd-HH:mm:ss", CultureInfo.InvariantCulture);
        context.Write(
            item,
            new JsonObject
            {
                ["state"] = kinds.Running,
                ["storageName"] = storageName,
                ["destination"] = $"s3://{folder}/{cluster.Name}-{time}-full",
                ["s3"] = storage.Map("s3")?.DeepClone(),
                [kinds == PerconaBackupKinds.XtraDb ? "lastscheduled" : "start"] = now,
            }
        );
    }
}
