namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>
/// Scripts that run in rclone's image, with the bucket as the remote <c>store:</c> of its environment. A backup is a folder named after its
/// time. It counts only with the file <c>SHA256SUMS</c>, which is uploaded last and deleted first, so half a backup is none.
/// </summary>
internal static class TransferScripts
{
    /// <summary>The exit code of an upload that is less than half of the one before. It is kept, and so are all older ones.</summary>
    public const int Halved = 3;

    /// <summary>Uploads the files of a folder as a backup, and deletes those that are too old, but never the newest one.</summary>
    public const string Upload =
        Common
        + """

            backup=$(date -u +%Y%m%d%H%M%S)
            list
            previous=$(tail -n 1 "$WORK_FOLDER/backups")
            cd "$BACKUP_FOLDER"
            sha256sum ./* >"$WORK_FOLDER/SHA256SUMS"
            bytes=0
            for file in ./*; do
              bytes=$((bytes + $(stat -c %s "$file")))
            done

            rclone copy ./ "$remote/$backup"
            rclone check --one-way ./ "$remote/$backup"
            rclone copyto "$WORK_FOLDER/SHA256SUMS" "$remote/$backup/SHA256SUMS"
            report "{\"backup\":\"$backup\",\"bytes\":$bytes}"

            if [ -n "$previous" ]; then
              before=$(rclone size --json --exclude SHA256SUMS "$remote/$previous" | sed 's/.*"bytes":\([0-9]*\).*/\1/')
              if [ $((bytes * 2)) -lt "$before" ]; then
                echo "The backup $backup has $bytes bytes, less than half of the $before bytes of $previous. No older backup is deleted." >&2
                exit 3
              fi
            fi

            now=$(date -u +%s)
            oldest=$(date -u -d "@$((now - KEEP_SECONDS))" +%Y%m%d%H%M%S)
            yesterday=$(date -u -d "@$((now - 86400))" +%Y%m%d%H%M%S)
            list
            newest=$(tail -n 1 "$WORK_FOLDER/backups")
            rclone lsf --dirs-only "$remote" >"$WORK_FOLDER/folders"
            sed -n 's|^\([0-9]\{14\}\)/$|\1|p' "$WORK_FOLDER/folders" | while read -r folder; do
              if ! grep -qx "$folder" "$WORK_FOLDER/backups"; then
                if [ "$folder" -lt "$yesterday" ]; then
                  echo "Deleting $folder, which was never whole."
                  rclone purge "$remote/$folder"
                fi
              elif [ "$folder" -lt "$oldest" ] && [ "$folder" != "$newest" ]; then
                echo "Deleting the backup $folder."
                rclone deletefile "$remote/$folder/SHA256SUMS"
                rclone purge "$remote/$folder"
              fi
            done
            """;

    /// <summary>Downloads a backup, the newest one unless <c>BACKUP</c> names another, and compares it with its checksums.</summary>
    public const string Download =
        Common
        + """

            started=$(date -u +%s)
            list
            if [ -z "${BACKUP:-}" ]; then
              BACKUP=$(tail -n 1 "$WORK_FOLDER/backups")
            elif ! grep -qxF -- "$BACKUP" "$WORK_FOLDER/backups"; then
              echo "There is no backup '$BACKUP' in $FOLDER; there are: $(tr '\n' ' ' <"$WORK_FOLDER/backups")" >&2
              exit 1
            fi
            if [ -z "$BACKUP" ]; then
              echo "There is no backup in $FOLDER." >&2
              exit 1
            fi
            rclone copy "$remote/$BACKUP" "$BACKUP_FOLDER"
            cd "$BACKUP_FOLDER"
            sha256sum -c SHA256SUMS
            rm SHA256SUMS
            printf '%s %s\n' "$BACKUP" "$started" >"$BACKUP_FOLDER/.backup"
            """;

    private const string Common = """
        set -eu
        remote="store:$BUCKET/$FOLDER"

        # Writes the names of the backups, the oldest first.
        list() {
          rclone lsf --recursive --files-only --include '/*/SHA256SUMS' "$remote" >"$WORK_FOLDER/files"
          sed -n 's|^\([0-9]\{14\}\)/SHA256SUMS$|\1|p' "$WORK_FOLDER/files" | sort >"$WORK_FOLDER/backups"
        }

        report() {
          echo "$1"
          printf %s "$1" >"$RESULT_FILE"
        }
        """;
}
