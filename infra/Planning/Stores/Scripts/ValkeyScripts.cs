namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in Valkey's image.</summary>
internal static class ValkeyScripts
{
    /// <summary>Writes all data, as the server sends it to a replica.</summary>
    public const string Backup = """
        set -eu
        export REDISCLI_AUTH="$ADMIN_PASSWORD"
        valkey-cli -h "$STORE_HOST" -p "$STORE_PORT" --rdb "$BACKUP_FILE.part"
        mv "$BACKUP_FILE.part" "$BACKUP_FILE"
        """;
}
