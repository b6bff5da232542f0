using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// The scripts that write a database to a file, and read the file into an empty database. They run in an image of the same major version
/// as the server. Valkey's copy is a file that a new server reads when it starts, so it has no script for that.
/// </summary>
internal static class StoreBackup
{
    /// <summary>Creates the script that writes the file; null for kinds without one.</summary>
    /// <remarks>A file of the given name exists only if the whole backup is in it.</remarks>
    public static string? CreateScript(StoreKind kind) =>
        kind switch
        {
            StoreKind.Postgres => PostgresScripts.Backup,
            StoreKind.Mysql => MysqlScripts.Backup,
            StoreKind.Valkey => ValkeyScripts.Backup,
            _ => null,
        };

    /// <summary>Creates the script that reads the file; null for kinds without one. It refuses a database that is not empty.</summary>
    public static string? CreateRestoreScript(StoreKind kind) =>
        kind switch
        {
            StoreKind.Postgres => PostgresScripts.Restore,
            StoreKind.Mysql => MysqlScripts.Restore,
            _ => null,
        };

    /// <summary>The environment variables of both scripts.</summary>
    /// <param name="administrator">The connection of the administrator, to the database of the backup.</param>
    /// <param name="file">The path of the file.</param>
    public static IReadOnlyDictionary<string, EnvironmentSettings> CreateVariables(StoreConnection administrator, string file)
    {
        var variables = StoreAccess.CreateVariables(administrator).ToBuilder();
        variables["BACKUP_FILE"] = StoreAccess.Write(file);
        if (administrator.Database is { } database)
        {
            variables["DATABASE"] = StoreAccess.Write(database);
        }

        return variables.ToImmutable();
    }
}
