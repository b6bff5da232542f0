using System.Collections.Immutable;
using System.Diagnostics;
using Infra.Backend.Settings;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>The custom resources of one of Percona's operators that say how backups went.</summary>
/// <param name="Group">The API group.</param>
/// <param name="Cluster">The kind of stores.</param>
/// <param name="Clusters">Its resource.</param>
/// <param name="Backup">The kind of backups.</param>
/// <param name="Backups">Its resource.</param>
/// <param name="ClusterField">The field of a backup's spec with the name of the store.</param>
/// <param name="Failed">The states of a backup that has failed.</param>
/// <param name="States">All states.</param>
internal sealed record PerconaKinds(
    string Group,
    string Cluster,
    string Clusters,
    string Backup,
    string Backups,
    string ClusterField,
    ImmutableArray<string> Failed,
    ImmutableArray<string> States
)
{
    private static readonly PerconaKinds Mysql = new(
        "pxc.percona.com",
        "PerconaXtraDBCluster",
        "perconaxtradbclusters",
        "PerconaXtraDBClusterBackup",
        "perconaxtradbclusterbackups",
        "pxcCluster",
        ["Failed"],
        ["Suspended", "Starting", "Running", "Failed", "Succeeded"]
    );

    private static readonly PerconaKinds Mongodb = new(
        "psmdb.percona.com",
        "PerconaServerMongoDB",
        "perconaservermongodbs",
        "PerconaServerMongoDBBackup",
        "perconaservermongodbbackups",
        "clusterName",
        ["error", "rejected"],
        ["waiting", "requested", "rejected", "running", "error", "ready"]
    );

    /// <summary>Those of the operator of a kind of stores.</summary>
    public static PerconaKinds Of(StoreKind kind) =>
        kind switch
        {
            StoreKind.Mysql => Mysql,
            StoreKind.Mongodb => Mongodb,
            _ => throw new UnreachableException($"Percona's operators run no store of the kind {kind}."),
        };
}
