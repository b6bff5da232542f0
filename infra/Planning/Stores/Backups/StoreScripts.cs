using System.Diagnostics;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>
/// The scripts of a kind for backups. They run in an image of the same major version as the server, and take names and passwords from
/// environment variables only.
/// </summary>
/// <param name="Shell">The shell that runs them.</param>
/// <param name="Backup">Writes <c>DATABASE</c> to <c>BACKUP_FILE</c>. A file of this name exists only if the whole backup is in it.</param>
/// <param name="Restore">Reads the file into a database, and refuses one that is not empty.</param>
/// <param name="Count">Writes what is in a database as members of a JSON object.</param>
/// <param name="Query">Writes the first value of a query; null for kinds without queries.</param>
internal sealed record StoreScripts(string Shell, string Backup, string Restore, string Count, string? Query)
{
    /// <summary>The scripts of a kind that can be backed up.</summary>
    public static StoreScripts Of(StoreKind kind) =>
        kind switch
        {
            StoreKind.Postgres => new("sh", PostgresScripts.Backup, PostgresScripts.Restore, PostgresScripts.Count, PostgresScripts.Query),
            StoreKind.Mysql => new("sh", MysqlScripts.Backup, MysqlScripts.Restore, MysqlScripts.Count, MysqlScripts.Query),
            StoreKind.Mongodb => new("sh", MongodbScripts.Backup, MongodbScripts.Restore, MongodbScripts.Count, MongodbScripts.Query),
            StoreKind.Valkey => new("sh", ValkeyScripts.Backup, ValkeyScripts.Restore, ValkeyScripts.Count, null),
            StoreKind.Rabbitmq => new("bash", RabbitmqScripts.Backup, RabbitmqScripts.Restore, RabbitmqScripts.Count, null),
            _ => throw new UnreachableException($"A store of the kind {kind} has no backups, which the checks refuse."),
        };
}
