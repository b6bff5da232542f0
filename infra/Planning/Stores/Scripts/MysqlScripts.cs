namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in MySQL's image.</summary>
internal static class MysqlScripts
{
    /// <summary>
    /// Creates users and databases. Names and passwords reach the server as hexadecimal numbers, and the server quotes them. In a GRANT
    /// the letters _ and % of a database's name stand for others, so they are escaped there. A retired user is dropped, or only locked if
    /// views or routines run with its rights; its connections are closed.
    /// </summary>
    public const string Users = """
        set -eu
        export MYSQL_PWD="$ADMIN_PASSWORD"

        if [ "${FIRST_USERNAME:-$ADMIN_USERNAME}" != root ]; then
          echo "The Secret of the store names '$ADMIN_USERNAME', and the image makes the user 'root' only: write 'username: root' into it." >&2
          exit 1
        fi

        hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }

        query() {
          mysql --protocol=tcp --host="$STORE_HOST" --port="$STORE_PORT" --user="$ADMIN_USERNAME" --connect-timeout=10 --batch "$@"
        }

        user=1
        while [ "$user" -le "$USERS" ]; do
          eval "NAME=\$USER_${user}_NAME PASSWORD=\$USER_${user}_PASSWORD DATABASE=\$USER_${user}_DATABASE"
          if [ "$NAME" = "$ADMIN_USERNAME" ]; then
            echo "The user '$NAME' is the administrator: a service needs another name." >&2
            exit 1
          fi
          {
            echo "SET NAMES utf8mb4;"
            echo "SET @name = CONVERT(X'$(hex "$NAME")' USING utf8mb4);"
            echo "SET @password = CONVERT(X'$(hex "$PASSWORD")' USING utf8mb4);"
            echo "SET @database = CONVERT(X'$(hex "$DATABASE")' USING utf8mb4);"
            cat <<'SQL'
        SET SESSION sql_mode = '';
        SET @account = CONCAT(QUOTE(@name), '@''%''');
        SET @quoted = CONCAT('`', REPLACE(@database, '`', '``'), '`');
        SET @granted = REPLACE(REPLACE(REPLACE(@quoted, '\\', '\\\\'), '_', '\\_'), '%', '\\%');
        SET @statement = CONCAT('CREATE DATABASE IF NOT EXISTS ', @quoted);
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('CREATE USER IF NOT EXISTS ', @account, ' IDENTIFIED BY ', QUOTE(@password));
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('ALTER USER ', @account, ' IDENTIFIED BY ', QUOTE(@password), ' ACCOUNT UNLOCK');
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('GRANT ALL PRIVILEGES ON ', @granted, '.* TO ', @account);
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SQL
          } | query
          echo "The user '$NAME' has the database '$DATABASE'."
          user=$((user + 1))
        done

        for NAME in ${RETIRED:-}; do
          {
            echo "SET @name = CONVERT(X'$(hex "$NAME")' USING utf8mb4);"
            cat <<'SQL'
        SET SESSION sql_mode = '';
        SET @account = CONCAT(QUOTE(@name), '@''%''');
        SET @definer = CAST(CONCAT(@name, '@%') AS BINARY);
        SELECT COUNT(*) INTO @definitions FROM (
          SELECT CAST(definer AS BINARY) AS definer FROM information_schema.views
          UNION ALL SELECT CAST(definer AS BINARY) FROM information_schema.routines
          UNION ALL SELECT CAST(definer AS BINARY) FROM information_schema.triggers
          UNION ALL SELECT CAST(definer AS BINARY) FROM information_schema.events
        ) AS definitions WHERE definer = @definer;
        SET @statement = IF(@definitions = 0,
          CONCAT('DROP USER IF EXISTS ', @account),
          CONCAT('ALTER USER IF EXISTS ', @account, ' ACCOUNT LOCK'));
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SQL
          } | query

          # A connection may end by itself before the server is told to close it, which it then refuses.
          attempts=0
          while :; do
            processes=$(echo 'SHOW PROCESSLIST' | query --skip-column-names)
            connections=$(printf '%s\n' "$processes" | while IFS="$(printf '\t')" read -r id name rest; do
              [ "$name" != "$NAME" ] || echo "KILL $id;"
            done)
            [ -n "$connections" ] || break
            attempts=$((attempts + 1))
            if [ "$attempts" -gt 10 ]; then
              echo "The user '$NAME' is still connected." >&2
              exit 1
            fi
            printf '%s\n' "$connections" | query --force || sleep 1
          done
          echo "The user '$NAME' is gone."
        done
        """;

    /// <summary>
    /// Writes a database, as it is at one moment. The numbers of transactions (GTIDs) stay out: those of a second database would not be
    /// accepted beside those of the first. MariaDB's client has no such option.
    /// </summary>
    public const string Backup = """
        set -eu
        export MYSQL_PWD="$ADMIN_PASSWORD"
        gtids=
        case $(mysqldump --help) in
          *--set-gtid-purged*) gtids=--set-gtid-purged=OFF ;;
        esac
        mysqldump --protocol=tcp --host="$STORE_HOST" --port="$STORE_PORT" --user="$ADMIN_USERNAME" --default-character-set=utf8mb4 \
          ${STORE_TLS:+--ssl-mode=REQUIRED} $gtids \
          --single-transaction --routines --events --hex-blob --no-tablespaces --result-file="$BACKUP_FILE.part" -- "$DATABASE"
        mv "$BACKUP_FILE.part" "$BACKUP_FILE"
        """;

    /// <summary>Reads a database into one without tables, which is created if there is none.</summary>
    public const string Restore =
        Client
        + """

            printf 'CREATE DATABASE IF NOT EXISTS `%s`;\n' "$DATABASE" | query
            tables=$(echo 'SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()' | query --database="$DATABASE")
            if [ "$tables" != 0 ]; then
              echo "The database '$DATABASE' is not empty: restore into a new store." >&2
              exit 1
            fi
            query --database="$DATABASE" <"$BACKUP_FILE"
            """;

    /// <summary>Reads every row of a database, and writes the numbers of its tables and rows.</summary>
    public const string Count =
        Client
        + """

            statements=$(query --database="$DATABASE" <<'SQL'
            SELECT CONCAT('SELECT COUNT(*) FROM `', REPLACE(table_name, '`', '``'), '`;')
              FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
            SQL
            )
            counts=$(printf '%s\n' "$statements" | query --database="$DATABASE")
            tables=0 rows=0
            for count in $counts; do
              tables=$((tables + 1)) rows=$((rows + count))
            done
            echo "\"tables\":$tables,\"rows\":$rows"
            """;

    /// <summary>Runs the query of the user, and writes its first value.</summary>
    public const string Query =
        Client
        + """

            answer=$(printf '%s\n;\n' "$QUERY" | query --database="$DATABASE")
            printf '%s\n' "$answer" | head -n 1 | cut -f 1
            """;

    private const string Client = """
        set -eu
        export MYSQL_PWD="$ADMIN_PASSWORD"
        query() {
          mysql --protocol=tcp --host="$STORE_HOST" --port="$STORE_PORT" --user="$ADMIN_USERNAME" --default-character-set=utf8mb4 \
            ${STORE_TLS:+--ssl-mode=REQUIRED} --batch --skip-column-names "$@"
        }
        """;
}
