namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>
/// Scripts around those of a kind, in the image of the store: a backup has a file for each database. The shell that runs them also runs
/// those of the kind.
/// </summary>
internal static class BackupScripts
{
    /// <summary>
    /// Writes each of the <c>DATABASES</c> to a file. The administrator may have been rotated since the pod started, which ends the logins
    /// of the one that it knows: then a node mounts the Secret of the next one, which takes it up to two minutes.
    /// </summary>
    public const string Dump = """
        set -eu
        mkdir -p "$BACKUP_FOLDER"
        for DATABASE in $DATABASES; do
          BACKUP_FILE="$BACKUP_FOLDER/$(printf %s "$DATABASE" | tr / '~')"
          export DATABASE BACKUP_FILE
          echo "Backing up '$DATABASE'."
          "$STORE_SHELL" "$SCRIPTS/backup.sh" && continue

          [ -n "${NEXT_FOLDER:-}" ] || exit 1
          attempts=0
          until [ -s "$NEXT_FOLDER/password" ]; do
            attempts=$((attempts + 1))
            [ "$attempts" -le "${STORE_ATTEMPTS:-24}" ] || exit 1
            sleep 5
          done
          ADMIN_USERNAME=$(cat "$NEXT_FOLDER/username")
          ADMIN_PASSWORD=$(cat "$NEXT_FOLDER/password")
          export ADMIN_USERNAME ADMIN_PASSWORD
          echo "Backing up '$DATABASE' as $ADMIN_USERNAME, the administrator after a rotation."
          "$STORE_SHELL" "$SCRIPTS/backup.sh"
        done
        """;

    /// <summary>Reads each file into the database that it is of.</summary>
    public const string Restore = """
        set -eu
        read -r backup started <"$BACKUP_FOLDER/.backup"
        cd "$BACKUP_FOLDER"
        DATABASES=
        for file in ./*; do
          DATABASE=$(printf %s "${file#./}" | tr '~' /)
          DATABASES="$DATABASES $DATABASE"
          BACKUP_FILE="$BACKUP_FOLDER/${file#./}"
          export DATABASE BACKUP_FILE
          echo "Restoring '$DATABASE' from the backup $backup."
          "$STORE_SHELL" "$SCRIPTS/restore.sh"
        done
        """;

    /// <summary>
    /// Restores, counts what each database has, and runs the query of the user, whose first value must hold. The numbers are reported.
    /// </summary>
    public const string Drill = Restore + Examine;

    /// <summary>The same for a server that an operator has started, and the newest backup is in it.</summary>
    public const string OperatorDrill =
        """
            set -eu
            if [ -s "$WORK_FOLDER/failed" ]; then
              cat "$WORK_FOLDER/failed" >&2
              exit 1
            fi
            backup=newest
            [ ! -s "$WORK_FOLDER/backup" ] || backup=$(cat "$WORK_FOLDER/backup")
            started=$(cat "$WORK_FOLDER/started")
            """ + Examine;

    private const string Examine = """


        counts=
        objects=
        for DATABASE in $DATABASES; do
          export DATABASE
          count=$("$STORE_SHELL" "$SCRIPTS/count.sh")
          counts="$counts${counts:+,}\"$DATABASE\":{$count}"
          for number in $(printf %s "$count" | tr , ' '); do
            objects="${objects}store_drill_objects{database=\"$DATABASE\",type=${number%%:*}} ${number##*:}
        "
          done
        done

        if [ -n "${QUERY:-}" ]; then
          DATABASE=$QUERY_DATABASE
          export DATABASE
          answer=$("$STORE_SHELL" "$SCRIPTS/query.sh")
          case $answer in
            '' | 0 | f | false | NULL | null | undefined)
              echo "The answer to the query is '$answer', in the database '$DATABASE' of the backup $backup: $QUERY" >&2
              exit 1
              ;;
          esac
        fi

        now=$(date -u +%s)
        seconds=$((now - started))
        result="{\"backup\":\"$backup\",\"seconds\":$seconds,\"databases\":{$counts}}"
        echo "$result"
        printf %s "$result" >"$RESULT_FILE"
        cat >"$WORK_FOLDER/metrics" <<END
        # HELP store_drill_objects What the last drill has counted.
        # TYPE store_drill_objects gauge
        ${objects}# HELP store_drill_duration_seconds How long the last drill took.
        # TYPE store_drill_duration_seconds gauge
        store_drill_duration_seconds $seconds
        # HELP store_drill_completed_timestamp_seconds When the last drill succeeded.
        # TYPE store_drill_completed_timestamp_seconds gauge
        store_drill_completed_timestamp_seconds $now
        END
        """;
}
