namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in RabbitMQ's image.</summary>
internal static class RabbitmqScripts
{
    /// <summary>
    /// Creates users and virtual hosts through the management plugin's API: <c>rabbitmqctl</c> would need the server's cookie. The image
    /// has no HTTP client, but its bash connects to ports.
    /// </summary>
    public const string Users = """
        set -euo pipefail
        export LC_ALL=C

        percent() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g'; }

        json() {
          local text=${1//\\/\\\\}
          printf '"%s"' "${text//\"/\\\"}"
        }

        authorization=$(printf %s "$ADMIN_USERNAME:$ADMIN_PASSWORD" | base64 | tr -d '\n')

        # Sends a PUT with a path and a body, and fails unless the answer is a success.
        put() {
          local status
          exec 3<>"/dev/tcp/$STORE_HOST/${STORE_MANAGEMENT_PORT:-15672}"
          printf 'PUT %s HTTP/1.0\r\nHost: %s\r\nAuthorization: Basic %s\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' \
            "$1" "$STORE_HOST" "$authorization" "${#2}" "$2" >&3
          IFS= read -r status <&3
          exec 3>&-
          case $status in
            'HTTP/1.'?' 2'*) ;;
            *)
              echo "PUT $1: ${status%$'\r'}" >&2
              exit 1
              ;;
          esac
        }

        for ((user = 1; user <= USERS; user++)); do
          name=USER_${user}_NAME password=USER_${user}_PASSWORD host=USER_${user}_DATABASE
          name=${!name} password=${!password} host=${!host}
          if [ "$name" = "$ADMIN_USERNAME" ]; then
            echo "The user '$name' is the administrator: a service needs another name." >&2
            exit 1
          fi
          put "/api/vhosts/$(percent "$host")" '{}'
          put "/api/users/$(percent "$name")" "{\"password\": $(json "$password"), \"tags\": \"\"}"
          put "/api/permissions/$(percent "$host")/$(percent "$name")" '{"configure": ".*", "write": ".*", "read": ".*"}'
          echo "The user '$name' has the virtual host '$host'."
        done
        """;
}
