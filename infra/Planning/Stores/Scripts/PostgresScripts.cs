namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>
/// Scripts that run in PostgreSQL's image. They take values from variables by <c>\set</c>, which asks a shell: <c>\getenv</c> is of
/// version 15.
/// </summary>
internal static class PostgresScripts
{
    /// <summary>
    /// Creates users and databases. A role of each database owns it and everything in it, and its users act in it as this role: so they
    /// share what they create, and a user can go without its tables. Statements with a password stay out of the server's log. A retired
    /// user loses its connections, and leaves what it has in a database to that one's owner.
    /// </summary>
    public const string Users = """
        set -eu
        export PGHOST="$STORE_HOST" PGPORT="$STORE_PORT" PGUSER="$ADMIN_USERNAME" PGPASSWORD="$ADMIN_PASSWORD"
        export PGDATABASE=postgres PGCONNECT_TIMEOUT=10
        export NAME PASSWORD DATABASE

        psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
        REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
        SQL

        user=1
        while [ "$user" -le "$USERS" ]; do
          eval "NAME=\$USER_${user}_NAME PASSWORD=\$USER_${user}_PASSWORD DATABASE=\$USER_${user}_DATABASE"
          if [ "$NAME" = "$ADMIN_USERNAME" ]; then
            echo "The user '$NAME' is the administrator: a service needs another name." >&2
            exit 1
          fi
          psql -X -q -v ON_ERROR_STOP=1 -v VERBOSITY=terse <<'SQL'
        \set name `printf %s "$NAME"`
        \set password `printf %s "$PASSWORD"`
        \set database `printf %s "$DATABASE"`
        SET client_min_messages = warning;
        SET log_statement = 'none';
        SET log_min_duration_statement = -1;
        SET log_min_error_statement = 'panic';
        SELECT 'owner:' || CASE WHEN octet_length(:'database') <= 57 THEN :'database' ELSE md5(:'database') END AS owner \gset
        SELECT format('CREATE ROLE %I NOLOGIN', :'owner') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
        SELECT format('CREATE ROLE %I LOGIN', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
        ALTER ROLE :"name" LOGIN PASSWORD :'password';
        SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
          WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
        ALTER DATABASE :"database" OWNER TO :"owner";
        REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
        GRANT :"owner" TO :"name";
        ALTER ROLE :"name" IN DATABASE :"database" SET role TO :'owner';
        SQL
          echo "The user '$NAME' has the database '$DATABASE'."
          user=$((user + 1))
        done

        for NAME in ${RETIRED:-}; do
          known=$(psql -X -q -At -v ON_ERROR_STOP=1 <<'SQL'
        \set name `printf %s "$NAME"`
        SELECT format('ALTER ROLE %I NOLOGIN', rolname) FROM pg_roles WHERE rolname = :'name' \gexec
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = :'name' \g /dev/null
        SELECT count(*) FROM pg_roles WHERE rolname = :'name';
        SQL
          )
          [ "$known" = 1 ] || continue
          databases=$(psql -X -q -At -v ON_ERROR_STOP=1 -c 'SELECT datname FROM pg_database WHERE datallowconn')
          printf '%s\n' "$databases" | while IFS= read -r PGDATABASE; do
            psql -X -q -v ON_ERROR_STOP=1 -v VERBOSITY=terse <<'SQL'
        \set name `printf %s "$NAME"`
        SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = current_database() \gset
        REASSIGN OWNED BY :"name" TO :"owner";
        DROP OWNED BY :"name";
        SQL
          done
          psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
        \set name `printf %s "$NAME"`
        DROP ROLE :"name";
        SQL
          echo "The user '$NAME' is gone."
        done
        """;

    /// <summary>
    /// Completes roles that an operator has created: each logs in, and acts from then on as the role that owns its database, so that users
    /// of one database share what they create. Other users must not connect to it. No administrator is needed.
    /// </summary>
    public const string Roles = """
        set -eu
        export PGHOST="$STORE_HOST" PGPORT="$STORE_PORT" PGCONNECT_TIMEOUT=10
        export PGUSER PGPASSWORD PGDATABASE OWNER

        user=1
        while [ "$user" -le "$USERS" ]; do
          eval "PGUSER=\$USER_${user}_NAME PGPASSWORD=\$USER_${user}_PASSWORD PGDATABASE=\$USER_${user}_DATABASE OWNER=\$USER_${user}_OWNER"
          attempts=0
          until psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
        \set owner `printf %s "$OWNER"`
        \set database `printf %s "$PGDATABASE"`
        SET ROLE NONE;
        ALTER ROLE SESSION_USER IN DATABASE :"database" SET role TO :'owner';
        SET ROLE :"owner";
        REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
        SQL
          do
            attempts=$((attempts + 1))
            if [ "$attempts" -ge "${STORE_ATTEMPTS:-60}" ]; then
              echo "The user '$PGUSER' cannot use the database '$PGDATABASE'." >&2
              exit 1
            fi
            sleep 2
          done
          echo "The user '$PGUSER' has the database '$PGDATABASE'."
          user=$((user + 1))
        done
        """;

    /// <summary>Creates extensions in the databases of the users.</summary>
    public const string Extensions = """
        set -eu
        export PGHOST="$STORE_HOST" PGPORT="$STORE_PORT" PGUSER="$ADMIN_USERNAME" PGPASSWORD="$ADMIN_PASSWORD" PGCONNECT_TIMEOUT=10
        export PGDATABASE EXTENSION

        user=1
        while [ "$user" -le "$USERS" ]; do
          eval "PGDATABASE=\$USER_${user}_DATABASE"
          for EXTENSION in $EXTENSIONS; do
            psql -X -q -v ON_ERROR_STOP=1 -v VERBOSITY=terse <<'SQL'
        \set extension `printf %s "$EXTENSION"`
        SET client_min_messages = warning;
        CREATE EXTENSION IF NOT EXISTS :"extension" CASCADE;
        SQL
            echo "The database '$PGDATABASE' has the extension '$EXTENSION'."
          done
          user=$((user + 1))
        done
        """;

    /// <summary>Writes a database. Its owner and rights belong to the store, so they stay out.</summary>
    public const string Backup = """
        set -eu
        export PGHOST="$STORE_HOST" PGPORT="$STORE_PORT" PGUSER="$ADMIN_USERNAME" PGPASSWORD="$ADMIN_PASSWORD" PGDATABASE="$DATABASE"
        [ -z "${STORE_TLS:-}" ] || export PGSSLMODE=require
        pg_dump --format=custom --no-owner --no-privileges --file="$BACKUP_FILE.part"
        mv "$BACKUP_FILE.part" "$BACKUP_FILE"
        """;

    /// <summary>
    /// Reads a database into one without tables, which is created if there is none. Its owner gets everything, as if its users had created
    /// it. All of it is read, or nothing. Extensions belong to the administrator: its owner can neither create all of them nor comment
    /// them.
    /// </summary>
    public const string Restore = """
        set -eu
        export PGHOST="$STORE_HOST" PGPORT="$STORE_PORT" PGUSER="$ADMIN_USERNAME" PGPASSWORD="$ADMIN_PASSWORD" PGDATABASE="$DATABASE"
        [ -z "${STORE_TLS:-}" ] || export PGSSLMODE=require
        query() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }

        query -d postgres <<'SQL'
        \set database `printf %s "$DATABASE"`
        SET client_min_messages = warning;
        SELECT 'owner:' || CASE WHEN octet_length(:'database') <= 57 THEN :'database' ELSE md5(:'database') END AS owner \gset
        SELECT EXISTS (SELECT FROM pg_database WHERE datname = :'database') AS exists \gset
        \if :exists
        \else
        SELECT format('CREATE ROLE %I NOLOGIN', :'owner') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
        SELECT format('CREATE DATABASE %I', :'database') \gexec
        ALTER DATABASE :"database" OWNER TO :"owner";
        REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
        \endif
        SQL

        relations=$(query <<'SQL'
        SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
          WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%' AND relkind NOT IN ('i', 'I')
            AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
        SQL
        )
        if [ "$relations" != 0 ]; then
          echo "The database '$DATABASE' is not empty: restore into a new store." >&2
          exit 1
        fi
        owner=$(query <<'SQL'
        SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()
        SQL
        )

        contents=$(mktemp)
        pg_restore --list "$BACKUP_FILE" >"$contents"
        awk '$4 == "EXTENSION"' "$contents" >"$contents.extensions"
        if [ -s "$contents.extensions" ]; then
          # What fails here is tried again as the owner.
          pg_restore --use-list="$contents.extensions" --file="$contents.sql" "$BACKUP_FILE"
          psql -X -q -f "$contents.sql" >"$contents.log" 2>&1
          query -c 'SELECT extname FROM pg_extension' >"$contents.there"
          awk 'NR == FNR { there[$0] } NR != FNR && !($4 == "EXTENSION" && $6 in there || $6 == "EXTENSION" && $7 in there)' \
            "$contents.there" "$contents" >"$contents.rest"
          mv "$contents.rest" "$contents"
        fi
        pg_restore --single-transaction --exit-on-error --no-owner --no-privileges --role="$owner" --use-list="$contents" \
          --dbname="$DATABASE" "$BACKUP_FILE"
        """;

    /// <summary>Reads every row of a database, and writes the numbers of its tables and rows.</summary>
    public const string Count = """
        set -eu
        export PGHOST="$STORE_HOST" PGPORT="$STORE_PORT" PGUSER="$ADMIN_USERNAME" PGPASSWORD="$ADMIN_PASSWORD" PGDATABASE="$DATABASE"
        psql -X -q -At -v ON_ERROR_STOP=1 <<'SQL'
        SELECT format('"tables":%s,"rows":%s', count(*), coalesce(sum(rows), 0))
          FROM (
            SELECT (xpath('//n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', nspname, relname), false, true, '')))[1]
                ::text::bigint AS rows
              FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
              WHERE relkind = 'r' AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%'
          ) AS tables;
        SQL
        """;

    /// <summary>Runs the query of the user, and writes its first value.</summary>
    public const string Query = """
        set -eu
        export PGHOST="$STORE_HOST" PGPORT="$STORE_PORT" PGUSER="$ADMIN_USERNAME" PGPASSWORD="$ADMIN_PASSWORD" PGDATABASE="$DATABASE"
        answer=$(printf '%s\n;\n' "$QUERY" | psql -X -q -At -F "$(printf '\t')" -v ON_ERROR_STOP=1)
        printf '%s\n' "$answer" | head -n 1 | cut -f 1
        """;
}
