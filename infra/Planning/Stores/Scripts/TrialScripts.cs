namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that ask an operator for a throwaway store. They run in an image with a shell and curl.</summary>
internal static class TrialScripts
{
    /// <summary>What stands for the URL of the bucket's server in a manifest.</summary>
    public const string Endpoint = "BUCKET_ENDPOINT";

    /// <summary>What stands for the address of the newest backup in a manifest.</summary>
    public const string Destination = "BACKUP_DESTINATION";

    /// <summary>
    /// Creates the custom resource and, unless its servers start from the backup, restores the newest backup. The file <c>ready</c> says
    /// that this is done, and <c>failed</c> why it cannot be. At the end all of it is deleted; at the start, what an earlier run has left.
    /// </summary>
    public const string Server = """
        set -eu
        account=/var/run/secrets/kubernetes.io/serviceaccount
        root="${API:-https://kubernetes.default.svc}"
        api="$root/$COLLECTION"
        destination=
        restored=

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
          [ -z "${RESTORATIONS:-}" ] || send --request DELETE "$root/$RESTORATIONS/$TRIAL" >/dev/null 2>&1 || true
          send --request DELETE "$api/$TRIAL" >/dev/null || true
        }

        # If the pod is deleted before it can remove what it has created, Kubernetes does.
        # The work folder is shared with a container that has no rights: a file there could be exchanged before it is sent.
        create() {
          body=$(sed -e "s/POD_NAME/$POD_NAME/" -e "s/POD_UID/$POD_UID/" -e "s|BUCKET_ENDPOINT|${ENDPOINT:-}|" \
            -e "s|BACKUP_DESTINATION|$destination|" "$SCRIPTS/$2")
          send --request POST --header 'Content-Type: application/json' --data-binary "$body" "$1" >/dev/null
        }

        fail() {
          echo "$1" >&2
          echo "$1" >"$WORK_FOLDER/failed"
          touch "$WORK_FOLDER/ready"
        }

        # Has the newest whole backup restored, which the operator lists as a table, and looks whether that has ended.
        restore() {
          if [ -z "$destination" ]; then
            backups=$(send --header 'Accept: application/json;as=Table;v=v1;g=meta.k8s.io' \
              "$root/$BACKUPS?includeObject=None&pretty=false") || return 0
            destination=$(printf %s "$backups" | tr '[' '\n' | grep "^\"[^\"]*\",\"$STORE\"," | grep -F "\"$BACKED_UP\"" |
              grep -o 's3://[^"]*' | sort | tail -n 1)
            if [ -z "$destination" ]; then
              fail "The operator lists no complete backup of $STORE."
            elif create "$root/$RESTORATIONS" "$RESTORATION_FILE"; then
              echo "Restoring $destination."
              echo "${destination##*/}" >"$WORK_FOLDER/backup"
            else
              fail "The restoration of $destination cannot be created."
            fi
            return 0
          fi
          state=$(send "$root/$RESTORATIONS/$TRIAL?pretty=false") || return 0
          case $state in
            *"$FAILED"*) fail "The restoration of $destination failed: $(printf %s "$state" | grep -oE '"(comments|error)":"[^"]*"')" ;;
            *"$RESTORED"*) restored=yes ;;
          esac
        }

        is_ready() {
          send "$api/$TRIAL?pretty=false" | grep -q "$READY"
        }

        date -u +%s >"$WORK_FOLDER/started"
        rm -f "$WORK_FOLDER/ready" "$WORK_FOLDER/failed" "$WORK_FOLDER/backup"
        [ -z "${RESTORATIONS:-}" ] || send --request DELETE "$root/$RESTORATIONS/$TRIAL" >/dev/null 2>&1 || true
        while exists; do
          remove
          sleep 5
        done
        trap 'remove; exit 0' TERM INT
        create "$api" "$TRIAL_FILE"
        echo "Created $TRIAL."

        while :; do
          if [ ! -e "$WORK_FOLDER/ready" ]; then
            if [ -n "${RESTORATIONS:-}" ] && [ -z "$restored" ]; then
              if [ -n "$destination" ] || is_ready; then
                restore
              fi
            elif is_ready; then
              echo "$TRIAL is ready."
              touch "$WORK_FOLDER/ready"
            fi
          fi
          sleep "${PAUSE:-5}" &
          wait $!
        done
        """;
}
