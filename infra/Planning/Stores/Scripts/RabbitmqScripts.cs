namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in RabbitMQ's image.</summary>
internal static class RabbitmqScripts
{
    /// <summary>
    /// Creates users and virtual hosts through the management plugin's API: <c>rabbitmqctl</c> would need the server's cookie. The image
    /// has no HTTP client, but its bash connects to ports. The server closes the connections of a retired user.
    /// </summary>
    public const string Users =
        Client
        + """

            for ((user = 1; user <= USERS; user++)); do
              name=USER_${user}_NAME password=USER_${user}_PASSWORD host=USER_${user}_DATABASE
              name=${!name} password=${!password} host=${!host}
              if [ "$name" = "$ADMIN_USERNAME" ]; then
                echo "The user '$name' is the administrator: a service needs another name." >&2
                exit 1
              fi
              send PUT "/api/vhosts/$(percent "$host")" '{}'
              send PUT "/api/users/$(percent "$name")" "{\"password\": $(json "$password"), \"tags\": \"\"}"
              send PUT "/api/permissions/$(percent "$host")/$(percent "$name")" '{"configure": ".*", "write": ".*", "read": ".*"}'
              echo "The user '$name' has the virtual host '$host'."
            done

            for name in ${RETIRED:-}; do
              send DELETE "/api/users/$(percent "$name")" >/dev/null
              echo "The user '$name' is gone."
            done
            """;

    /// <summary>
    /// Writes the definitions of a virtual host: queues, exchanges, bindings and policies. Users and rights belong to the store, and
    /// messages to its volume, so both stay out.
    /// </summary>
    public const string Backup =
        Client
        + """

            send GET "/api/definitions/$(percent "$DATABASE")" >"$BACKUP_FILE.part"
            mv "$BACKUP_FILE.part" "$BACKUP_FILE"
            """;

    /// <summary>Reads the definitions of a virtual host into one without queues, which is created if there is none.</summary>
    public const string Restore =
        Client
        + """

            send PUT "/api/vhosts/$(percent "$DATABASE")" '{}'
            queues=$(send GET "/api/queues/$(percent "$DATABASE")?columns=name")
            if [ "$queues" != '[]' ]; then
              echo "The virtual host '$DATABASE' is not empty: restore into a new store." >&2
              exit 1
            fi
            send POST "/api/definitions/$(percent "$DATABASE")" "$(cat "$BACKUP_FILE")"
            """;

    /// <summary>Writes the number of queues of a virtual host.</summary>
    public const string Count =
        Client
        + """

            queues=$(send GET "/api/queues/$(percent "$DATABASE")?columns=name")
            echo "\"queues\":$({ printf %s "$queues" | grep -o '"name":' || true; } | wc -l)"
            """;

    /// <summary>Functions that call the management plugin's API as the administrator.</summary>
    public const string Client = """
        set -euo pipefail
        export LC_ALL=C

        percent() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g'; }

        json() {
          local text=${1//\\/\\\\}
          printf '"%s"' "${text//\"/\\\"}"
        }

        authorization=$(printf %s "$ADMIN_USERNAME:$ADMIN_PASSWORD" | base64 | tr -d '\n')

        # Sends a request with a method, a path and a body, and writes the body of the answer, if it is a success and whole.
        # What is deleted need not be there.
        send() {
          local status line answer length=0 body=${3:-}
          exec 3<>"/dev/tcp/$STORE_HOST/${STORE_MANAGEMENT_PORT:-15672}"
          printf '%s %s HTTP/1.0\r\nHost: %s\r\nAuthorization: Basic %s\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' \
            "$1" "$2" "$STORE_HOST" "$authorization" "${#body}" "$body" >&3
          IFS= read -r status <&3
          while IFS= read -r line <&3 && line=${line%$'\r'} && [ -n "$line" ]; do
            case ${line,,} in 'content-length:'*) length=$((${line#*:})) ;; esac
          done
          case "$1 $status" in
            *' HTTP/1.'?' 2'* | 'DELETE HTTP/1.'?' 404'*) ;;
            *)
              echo "$1 $2: ${status%$'\r'}" >&2
              exit 1
              ;;
          esac
          answer=$(cat <&3 && echo .)
          exec 3>&-
          answer=${answer%.}
          if [ "${#answer}" != "$length" ]; then
            echo "$1 $2: the answer has ${#answer} bytes instead of $length" >&2
            exit 1
          fi
          printf %s "$answer"
        }
        """;
}
