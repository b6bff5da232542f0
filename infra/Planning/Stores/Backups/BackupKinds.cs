using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>Which kinds of stores can be backed up, and which must be.</summary>
internal static class BackupKinds
{
    /// <summary>Whether the kind keeps what a stack cannot lose.</summary>
    public static bool NeedsBackup(StoreKind kind) => kind is StoreKind.Postgres or StoreKind.Mysql or StoreKind.Mongodb;

    /// <summary>Whether a drill can run a query of the user.</summary>
    public static bool HasQueries(StoreKind kind) => kind is StoreKind.Postgres or StoreKind.Mysql or StoreKind.Mongodb;

    /// <summary>Why a kind has no backup of its own, and what takes its place; null if it has one.</summary>
    public static (string Reason, string Cure)? FindObstacle(StoreKind kind) =>
        kind switch
        {
            StoreKind.Kafka => (
                "Kafka has no backup of its own: copies on other servers keep its messages",
                "remove it, and write 'replicas: 3' with a form that has several servers"
            ),
            StoreKind.S3 => (
                "objects are not copied from one object store to another",
                "remove it, and turn on versions and replication of the bucket at its provider"
            ),
            _ => null,
        };
}
