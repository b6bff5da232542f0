using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>The kinds of one of Percona's operators for backups, and the words of their states.</summary>
/// <param name="Clusters">The kind of clusters.</param>
/// <param name="Backups">The kind of backups.</param>
/// <param name="Restores">The kind of restorations.</param>
/// <param name="ClusterField">The field of a backup's and a restoration's spec that names the cluster.</param>
/// <param name="Started">The state at first.</param>
/// <param name="Running">The state meanwhile.</param>
/// <param name="Done">The state after success.</param>
/// <param name="Failed">The state after failure.</param>
/// <param name="RestoreMessage">The field of a restoration's status that says why it failed.</param>
internal sealed record PerconaBackupKinds(
    GroupResource Clusters,
    GroupResource Backups,
    GroupResource Restores,
    string ClusterField,
    string Started,
    string Running,
    string Done,
    string Failed,
    string RestoreMessage
)
{
    public static PerconaBackupKinds XtraDb { get; } =
        new(
            new("pxc.percona.com", "perconaxtradbclusters"),
            new("pxc.percona.com", "perconaxtradbclusterbackups"),
            new("pxc.percona.com", "perconaxtradbclusterrestores"),
            "pxcCluster",
            "Starting",
            "Running",
            "Succeeded",
            "Failed",
            "comments"
        );

    public static PerconaBackupKinds MongoDb { get; } =
        new(
            new("psmdb.percona.com", "perconaservermongodbs"),
            new("psmdb.percona.com", "perconaservermongodbbackups"),
            new("psmdb.percona.com", "perconaservermongodbrestores"),
            "clusterName",
            "requested",
            "running",
            "ready",
            "error",
            "error"
        );
}
