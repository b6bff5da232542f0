using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>A restoration of one of Percona's operators: it succeeds some seconds after its cluster is ready.</summary>
internal sealed class PerconaRestore(StandInContext context, PerconaBackupKinds kinds) : StandIn
{
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(15);

    public override GroupResource Resource => kinds.Restores;

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
            context.Write(item, new JsonObject { ["state"] = kinds.Done, ["completed"] = Timestamps.Format(context.Now) });
            return null;
        }

        var cluster = context.Client.Find(kinds.Clusters, item.Namespace, spec.Text(kinds.ClusterField) ?? "");
        if (cluster is null || FindProblem(item) is not null)
        {
            var problem = cluster is null ? $"cluster {spec.Text(kinds.ClusterField)} is not found" : FindProblem(item);
            context.Write(item, new JsonObject { ["state"] = kinds.Failed, [kinds.RestoreMessage] = problem });
            return null;
        }

        if (cluster.Status.Text("state") != "ready")
        {
            return RetryInterval;
        }

        context.Write(item, new JsonObject { ["state"] = kinds.Running });
        return _duration;
    }

    private string? FindProblem(PlainObject item)
    {
        var (backup, source) = (item.Source.Spec.Text("backupName"), item.Source.Spec.Map("backupSource"));
        return backup is null && source is null ? "one of backupName or backupSource is required"
            : backup is not null && source is not null ? "backupName and backupSource can't be specified simultaneously"
            : source is not null ? FindProblem(item.Namespace, source)
            : context.Client.Find(kinds.Backups, item.Namespace, backup!) is { } found && found.Status.Text("state") == kinds.Done ? null
            : $"backup {backup} is not ready";
    }

    /// <summary>The operators read the bucket with credentials of the namespace. Only backups say what is in the bucket.</summary>
    private string? FindProblem(string inNamespace, JsonObject source) =>
        source.Text("destination") is not { Length: > 0 } destination ? "backupSource destination is required"
        : source.Text("s3", "credentialsSecret") is { } secret && context.Client.Find(GroupResource.Secrets, inNamespace, secret) is null
            ? $"failed to get storage credentials: secrets \"{secret}\" not found"
        : context.Client.List(kinds.Backups).Items.Any(other => IsAt(other, destination)) ? null
        : $"backup {destination} is not found";

    private bool IsAt(KubeObject backup, string destination) =>
        backup.Status.Text("destination") == destination && backup.Status.Text("state") == kinds.Done;
}
