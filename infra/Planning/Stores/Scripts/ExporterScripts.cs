using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>
/// What the scripts that create users do for the user of an exporter, who may read statistics and nothing else. Valkey's user is an
/// argument of its server.
/// </summary>
internal static class ExporterScripts
{
    /// <summary>The variable with the user's name.</summary>
    public const string Username = "EXPORTER_NAME";

    /// <summary>The variable with the user's password.</summary>
    public const string Password = "EXPORTER_PASSWORD";

    private const string Postgres = """


        NAME="$EXPORTER_NAME" PASSWORD="$EXPORTER_PASSWORD"
        psql -X -q -v ON_ERROR_STOP=1 -v VERBOSITY=terse <<'SQL'
        \set name `printf %s "$NAME"`
        \set password `printf %s "$PASSWORD"`
        SET client_min_messages = warning;
        SET log_statement = 'none';
        SET log_min_duration_statement = -1;
        SET log_min_error_statement = 'panic';
        SELECT format('CREATE ROLE %I LOGIN', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
        ALTER ROLE :"name" LOGIN PASSWORD :'password';
        GRANT pg_monitor TO :"name";
        GRANT CONNECT ON DATABASE postgres TO :"name";
        SQL
        echo "The user '$NAME' may read statistics."
        """;

    private const string Mysql = """


        {
          echo "SET NAMES utf8mb4;"
          echo "SET @name = CONVERT(X'$(hex "$EXPORTER_NAME")' USING utf8mb4);"
          echo "SET @password = CONVERT(X'$(hex "$EXPORTER_PASSWORD")' USING utf8mb4);"
          cat <<'SQL'
        SET SESSION sql_mode = '';
        SET @account = CONCAT(QUOTE(@name), '@''%''');
        SET @statement = CONCAT('CREATE USER IF NOT EXISTS ', @account, ' IDENTIFIED BY ', QUOTE(@password));
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('ALTER USER ', @account, ' IDENTIFIED BY ', QUOTE(@password), ' WITH MAX_USER_CONNECTIONS 3');
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('GRANT PROCESS, REPLICATION CLIENT ON *.* TO ', @account);
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SET @statement = CONCAT('GRANT SELECT ON performance_schema.* TO ', @account);
        PREPARE statement FROM @statement;
        EXECUTE statement;
        SQL
        } | mysql --protocol=tcp --host="$STORE_HOST" --port="$STORE_PORT" --user="$ADMIN_USERNAME" --connect-timeout=10 --batch
        echo "The user '$EXPORTER_NAME' may read statistics."
        """;

    private const string Mongodb = """


        {
          const { EXPORTER_NAME: name, EXPORTER_PASSWORD: pwd } = process.env;
          const roles = [{ role: 'clusterMonitor', db: 'admin' }, { role: 'read', db: 'local' }];
          if (admin.getUser(name) === null) {
            admin.createUser({ user: name, pwd, roles });
          } else {
            admin.updateUser(name, { pwd, roles });
          }
          print(`The user '${name}' may read statistics.`);
        }
        """;

    /// <summary>What to append to the script of a kind's users; null if the kind's exporter needs no user there.</summary>
    public static string? Find(StoreKind kind) =>
        kind switch
        {
            StoreKind.Postgres => Postgres,
            StoreKind.Mysql => Mysql,
            StoreKind.Mongodb => Mongodb,
            _ => null,
        };
}
