namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in Valkey's image.</summary>
internal static class ValkeyScripts
{
    /// <summary>Writes all data, as the server sends it to a replica.</summary>
    public const string Backup = """
        set -eu
        export REDISCLI_AUTH="$ADMIN_PASSWORD"
        valkey-cli ${STORE_TLS:+--tls} -h "$STORE_HOST" -p "$STORE_PORT" --rdb "$BACKUP_FILE.part"
        mv "$BACKUP_FILE.part" "$BACKUP_FILE"
        """;

    /// <summary>
    /// Reads the data into a server without any. A server of its own, which only this script reaches, opens the file and sends each key
    /// with its expiry to the other.
    /// </summary>
    public const string Restore = """
        set -eu
        if [ -n "${STORE_TLS:-}" ]; then
          echo "A server sends keys to another one without TLS only: restore into a store in a container." >&2
          exit 1
        fi
        keys=$(REDISCLI_AUTH="$ADMIN_PASSWORD" valkey-cli -h "$STORE_HOST" -p "$STORE_PORT" info keyspace)
        case $keys in
          *db[0-9]*)
            echo "The store is not empty: restore into a new one." >&2
            exit 1
            ;;
          *Keyspace*) ;;
          *)
            echo "The store does not answer: $keys" >&2
            exit 1
            ;;
        esac

        socket="$WORK_FOLDER/valkey.sock"
        valkey-server --port 0 --unixsocket "$socket" --dir "$(dirname "$BACKUP_FILE")" --dbfilename "$(basename "$BACKUP_FILE")" \
          --save '' --appendonly no --daemonize no >"$WORK_FOLDER/valkey.log" 2>&1 &
        server=$!
        trap 'kill "$server" 2>/dev/null || true' EXIT
        until [ "$(valkey-cli -s "$socket" ping 2>/dev/null)" = PONG ]; do
          if ! kill -0 "$server" 2>/dev/null; then
            cat "$WORK_FOLDER/valkey.log" >&2
            exit 1
          fi
          sleep 0.1
        done

        send='
          redis.call("SELECT", ARGV[1])
          local cursor, sent = "0", 0
          repeat
            local page = redis.call("SCAN", cursor, "COUNT", 500)
            cursor = page[1]
            for _, key in ipairs(page[2]) do
              redis.call("MIGRATE", ARGV[2], ARGV[3], key, ARGV[1], 60000, "COPY", "AUTH", ARGV[4])
              sent = sent + 1
            end
          until cursor == "0"
          return sent'
        valkey-cli -s "$socket" info keyspace | sed -n 's/^db\([0-9]*\):.*/\1/p' >"$WORK_FOLDER/databases"
        while read -r number; do
          sent=$(printf %s "$ADMIN_PASSWORD" | valkey-cli -s "$socket" -x eval "$send" 0 "$number" "$STORE_HOST" "$STORE_PORT")
          case $sent in
            '' | *[!0-9]*)
              echo "The keys of database $number were not sent: $sent" >&2
              exit 1
              ;;
          esac
          echo "Database $number has $sent keys."
        done <"$WORK_FOLDER/databases"
        """;

    /// <summary>Writes the number of keys.</summary>
    public const string Count = """
        set -eu
        export REDISCLI_AUTH="$ADMIN_PASSWORD"
        keys=0
        for count in $(valkey-cli -h "$STORE_HOST" -p "$STORE_PORT" info keyspace | sed -n 's/^db[0-9]*:keys=\([0-9]*\),.*/\1/p'); do
          keys=$((keys + count))
        done
        echo "\"keys\":$keys"
        """;
}
