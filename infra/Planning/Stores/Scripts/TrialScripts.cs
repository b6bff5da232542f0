namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that ask an operator for a throwaway store. They run in an image with a shell and curl.</summary>
internal static class TrialScripts
{
    /// <summary>
    /// Has the custom resource created, says when its server is ready by the file <c>ready</c>, and has it deleted at the end. One that an
    /// earlier run has left is deleted first.
    /// </summary>
    public const string Server = """
        set -eu
        account=/var/run/secrets/kubernetes.io/serviceaccount
        api="${API:-https://kubernetes.default.svc}/$COLLECTION"

        # Other processes see the arguments of curl, but not its input; printf is part of the shell.
        send() {
          printf 'header = "Authorization: Bearer %s"\n' "$(cat "${TOKEN:-$account/token}")" |
            curl --config - --silent --show-error --fail-with-body --max-time 60 --cacert "${AUTHORITY:-$account/ca.crt}" "$@"
        }

        exists() {
          status=$(send --output /dev/null --write-out '%{http_code}' "$api/$TRIAL" 2>/dev/null || true)
          case $status in
            200) return 0 ;;
            404) return 1 ;;
            *)
              echo "The API answers with the status $status." >&2
              exit 1
              ;;
          esac
        }

        remove() {
          send --request DELETE "$api/$TRIAL" >/dev/null || true
        }

        date -u +%s >"$WORK_FOLDER/started"
        rm -f "$WORK_FOLDER/ready"
        while exists; do
          remove
          sleep 5
        done
        trap 'remove; exit 0' TERM INT

        # If the pod is deleted before it can remove what it has created, Kubernetes does.
        # The work folder is shared with a container that has no rights: a file there could be exchanged before it is sent.
        manifest=$(sed -e "s/POD_NAME/$POD_NAME/" -e "s/POD_UID/$POD_UID/" "$SCRIPTS/$TRIAL_FILE")
        send --request POST --header 'Content-Type: application/json' --data-binary "$manifest" "$api" >/dev/null
        echo "Created $TRIAL."

        while :; do
          if [ ! -e "$WORK_FOLDER/ready" ] && send "$api/$TRIAL?pretty=false" | grep -q "$READY"; then
            echo "$TRIAL is ready."
            touch "$WORK_FOLDER/ready"
          fi
          sleep "${PAUSE:-5}" &
          wait $!
        done
        """;
}
