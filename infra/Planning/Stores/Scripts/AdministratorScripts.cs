using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>
/// What the scripts that create users do for an administrator that was rotated. The first part creates it, logged in as itself, as the
/// former one or, on an empty volume, as the one that the image has created. The last part ends the logins of the former one.
/// </summary>
internal static class AdministratorScripts
{
    /// <summary>The variable with the name of the administrator that can no longer log in.</summary>
    public const string Retired = "RETIRED_ADMIN";

    /// <summary>Without a password the role that owns the server is still let in over the loopback address, as the image has it.</summary>
    private const string RetirePostgres = """


        if [ -n "${RETIRED_ADMIN:-}" ]; then
          export RETIRED_ADMIN
          psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
        \set name `printf %s "$RETIRED_ADMIN"`
        SELECT format('ALTER ROLE %I PASSWORD NULL', rolname) FROM pg_roles WHERE rolname = :'name' \gexec
        SQL
          echo "The administrator '$RETIRED_ADMIN' has no password."
        fi
        """;

    private const string CreatePostgres = """
        set -eu
        export PGHOST="$STORE_HOST" PGPORT="$STORE_PORT" PGDATABASE=postgres PGCONNECT_TIMEOUT=10
        export PGUSER PGPASSWORD ADMIN_USERNAME ADMIN_PASSWORD

        log_in() {
          PGUSER=$1 PGPASSWORD=$2
          psql -X -q -At -c 'SELECT 1' >/dev/null
        }

        if ! log_in "$ADMIN_USERNAME" "$ADMIN_PASSWORD" 2>/dev/null; then
          { [ -n "${FORMER_USERNAME:-}" ] && log_in "$FORMER_USERNAME" "$FORMER_PASSWORD"; } || log_in "$FIRST_USERNAME" "$FIRST_PASSWORD"
          psql -X -q -v ON_ERROR_STOP=1 -v VERBOSITY=terse <<'SQL'
        \set name `printf %s "$ADMIN_USERNAME"`
        \set password `printf %s "$ADMIN_PASSWORD"`
        SET client_min_messages = warning;
        SET log_statement = 'none';
        SET log_min_duration_statement = -1;
        SET log_min_error_statement = 'panic';
        SELECT format('CREATE ROLE %I', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
        ALTER ROLE :"name" SUPERUSER LOGIN PASSWORD :'password';
        SQL
          echo "The administrator is '$ADMIN_USERNAME'."
        fi


        """;

    private const string CreateMysql = """
        set -eu
        hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }

        log_in() {
          export MYSQL_PWD="$2"
          login=$1
          echo 'SELECT 1' | administer >/dev/null
        }

        administer() {
          mysql --protocol=tcp --host="$STORE_HOST" --port="$STORE_PORT" --user="$login" --connect-timeout=10 --batch
        }

        if ! log_in "$ADMIN_USERNAME" "$ADMIN_PASSWORD" 2>/dev/null; then
          { [ -n "${FORMER_USERNAME:-}" ] && log_in "$FORMER_USERNAME" "$FORMER_PASSWORD"; } || log_in "$FIRST_USERNAME" "$FIRST_PASSWORD"
          {
            echo "SET NAMES utf8mb4;"
            echo "SET @name = CONVERT(X'$(hex "$ADMIN_USERNAME")' USING utf8mb4);"
            echo "SET @password = CONVERT(X'$(hex "$ADMIN_PASSWORD")' USING utf8mb4);"
            cat <<'SQL'
        SET SESSION sql_mode = '';
        SET @account = CONCAT(QUOTE(@name), '@''%''');
        SET @local = CONCAT(QUOTE(@name), '@localhost');
        SET @statement = CONCAT('CREATE USER IF NOT EXISTS ', @account, ' IDENTIFIED BY ', QUOTE(@password));
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('GRANT ALL PRIVILEGES ON *.* TO ', @account, ' WITH GRANT OPTION');
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('ALTER USER IF EXISTS ', @local, ' IDENTIFIED BY ', QUOTE(@password), ' ACCOUNT UNLOCK');
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('ALTER USER ', @account, ' IDENTIFIED BY ', QUOTE(@password), ' ACCOUNT UNLOCK');
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SQL
          } | administer
          echo "The administrator is '$ADMIN_USERNAME'."
        fi


        """;

    /// <summary>A locked user still gives its rights to the views and routines that it has created.</summary>
    private const string RetireMysql = """


        if [ -n "${RETIRED_ADMIN:-}" ]; then
          {
            echo "SET NAMES utf8mb4;"
            echo "SET @name = CONVERT(X'$(hex "$RETIRED_ADMIN")' USING utf8mb4);"
            cat <<'SQL'
        SET SESSION sql_mode = '';
        SET @statement = CONCAT('ALTER USER IF EXISTS ', QUOTE(@name), '@''%'' ACCOUNT LOCK');
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('ALTER USER IF EXISTS ', QUOTE(@name), '@localhost ACCOUNT LOCK');
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SQL
          } | query
          echo "The administrator '$RETIRED_ADMIN' is locked."
        fi
        """;

    private const string CreateMongodb = """
        {
          const { STORE_HOST: host, STORE_PORT: port, ADMIN_USERNAME: name, ADMIN_PASSWORD: pwd } = process.env;
          const logIn = prefix => {
            const [user, password] = ['USERNAME', 'PASSWORD'].map(part => encodeURIComponent(process.env[`${prefix}_${part}`]));
            return connect(`mongodb://${user}:${password}@${host}:${port}/admin?serverSelectionTimeoutMS=10000`);
          };
          const tryToLogIn = prefix => {
            try {
              return logIn(prefix);
            } catch {
              return null;
            }
          };
          if (tryToLogIn('ADMIN') === null) {
            const former = process.env.FORMER_USERNAME === undefined ? null : tryToLogIn('FORMER');
            const administrators = former ?? logIn('FIRST');
            const roles = [{ role: 'root', db: 'admin' }];
            if (administrators.getUser(name) === null) {
              administrators.createUser({ user: name, pwd, roles });
            } else {
              administrators.updateUser(name, { pwd, roles });
            }
            print(`The administrator is '${name}'.`);
          }
        }

        """;

    private const string RetireMongodb = """


        {
          const { RETIRED_ADMIN: name } = process.env;
          if (name !== undefined && admin.getUser(name) !== null) {
            admin.dropUser(name);
            print(`The administrator '${name}' is gone.`);
          }
        }
        """;

    private const string CreateRabbitmq =
        RabbitmqScripts.Client
        + """


            log_in() {
              local name=$1_USERNAME password=$1_PASSWORD
              authorization=$(printf %s "${!name}:${!password}" | base64 | tr -d '\n')
              (send GET /api/whoami >/dev/null)
            }

            if ! log_in ADMIN 2>/dev/null; then
              { [ -n "${FORMER_USERNAME:-}" ] && log_in FORMER; } || log_in FIRST
              send PUT "/api/users/$(percent "$ADMIN_USERNAME")" "{\"password\": $(json "$ADMIN_PASSWORD"), \"tags\": \"administrator\"}"
              echo "The administrator is '$ADMIN_USERNAME'."
            fi


            """;

    /// <summary>The user that creates a virtual host may use it; the next administrator needs the right to.</summary>
    private const string RetireRabbitmq = """


        for ((user = 1; user <= USERS; user++)); do
          host=USER_${user}_DATABASE
          send PUT "/api/permissions/$(percent "${!host}")/$(percent "$ADMIN_USERNAME")" '{"configure": ".*", "write": ".*", "read": ".*"}'
        done
        if [ -n "${RETIRED_ADMIN:-}" ]; then
          send DELETE "/api/users/$(percent "$RETIRED_ADMIN")" >/dev/null
          echo "The administrator '$RETIRED_ADMIN' is gone."
        fi
        """;

    /// <summary>What comes before the script of a kind's users.</summary>
    public static string FindFirstPart(StoreKind kind) =>
        kind switch
        {
            StoreKind.Postgres => CreatePostgres,
            StoreKind.Mysql => CreateMysql,
            StoreKind.Mongodb => CreateMongodb,
            StoreKind.Rabbitmq => CreateRabbitmq,
            _ => throw new ArgumentException($"Stores of the kind {kind} have no administrator to rotate.", nameof(kind)),
        };

    /// <summary>What comes after the script of a kind's users.</summary>
    public static string FindLastPart(StoreKind kind) =>
        kind switch
        {
            StoreKind.Postgres => RetirePostgres,
            StoreKind.Mysql => RetireMysql,
            StoreKind.Mongodb => RetireMongodb,
            StoreKind.Rabbitmq => RetireRabbitmq,
            _ => throw new ArgumentException($"Stores of the kind {kind} have no administrator to rotate.", nameof(kind)),
        };
}
