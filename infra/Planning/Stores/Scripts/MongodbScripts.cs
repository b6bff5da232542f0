namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in MongoDB's image, in its shell.</summary>
internal static class MongodbScripts
{
    /// <summary>
    /// Creates users, in the database <c>admin</c>, and drops those that are retired. MongoDB creates their own databases with the first
    /// document.
    /// </summary>
    public const string Users = """
        const { STORE_HOST, STORE_PORT, ADMIN_USERNAME, ADMIN_PASSWORD, USERS } = process.env;
        const credentials = `${encodeURIComponent(ADMIN_USERNAME)}:${encodeURIComponent(ADMIN_PASSWORD)}`;
        const admin = connect(`mongodb://${credentials}@${STORE_HOST}:${STORE_PORT}/admin?serverSelectionTimeoutMS=10000`);

        for (let user = 1; user <= Number(USERS); user++) {
          const name = process.env[`USER_${user}_NAME`];
          const pwd = process.env[`USER_${user}_PASSWORD`];
          const db = process.env[`USER_${user}_DATABASE`];
          if (name === ADMIN_USERNAME) {
            throw new Error(`The user '${name}' is the administrator: a service needs another name.`);
          }
          const roles = [{ role: 'readWrite', db }, { role: 'dbAdmin', db }];
          if (admin.getUser(name) === null) {
            admin.createUser({ user: name, pwd, roles });
          } else {
            admin.updateUser(name, { pwd, roles });
          }
          print(`The user '${name}' has the database '${db}'.`);
        }

        for (const name of (process.env.RETIRED ?? '').split(' ').filter(name => name !== '' && admin.getUser(name) !== null)) {
          admin.dropUser(name);
          print(`The user '${name}' is gone.`);
        }
        """;

    /// <summary>Writes a database. The password reaches the program in a file that only its user can read.</summary>
    public const string Backup =
        Client
        + """

            mongodump $options --db "$DATABASE" --archive="$BACKUP_FILE.part" --gzip
            mv "$BACKUP_FILE.part" "$BACKUP_FILE"
            """;

    /// <summary>Reads a database into one without collections.</summary>
    public const string Restore =
        Client
        + """

            collections=$(mongosh --quiet --norc --nodb --eval "$connect"'print(db.getCollectionNames().length)')
            if [ "$collections" != 0 ]; then
              echo "The database '$DATABASE' is not empty: restore into a new store." >&2
              exit 1
            fi
            mongorestore $options --nsInclude "$DATABASE.*" --archive="$BACKUP_FILE" --gzip --stopOnError
            """;

    /// <summary>Reads every document of a database, and writes the numbers of its collections and documents.</summary>
    public const string Count =
        Client
        + """

            mongosh --quiet --norc --nodb --eval "$connect"'
              const names = db.getCollectionNames().filter(name => !name.startsWith("system."));
              const documents = names.reduce((sum, name) => sum + db.getCollection(name).countDocuments({}), 0);
              print(`"collections":${names.length},"documents":${documents}`);'
            """;

    /// <summary>Evaluates the expression of the user, and writes its value.</summary>
    public const string Query =
        Client
        + """

            mongosh --quiet --norc --nodb --eval "$connect"'print(eval(process.env.QUERY))'
            """;

    private const string Client = """
        set -eu
        umask 077
        config="$WORK_FOLDER/mongodb.yaml"
        printf 'password: "%s"\n' "$(printf %s "$ADMIN_PASSWORD" | sed 's/[\\"]/\\&/g')" >"$config"
        trap 'rm -f "$config"' EXIT
        options="--config=$config --host=$STORE_HOST --port=$STORE_PORT --username=$ADMIN_USERNAME --authenticationDatabase=admin"
        [ -z "${STORE_TLS:-}" ] || options="$options --ssl"
        connect='
          const { STORE_HOST, STORE_PORT, STORE_TLS, ADMIN_USERNAME, ADMIN_PASSWORD, DATABASE } = process.env;
          const credentials = `${encodeURIComponent(ADMIN_USERNAME)}:${encodeURIComponent(ADMIN_PASSWORD)}`;
          const query = `authSource=admin&tls=${STORE_TLS ? "true" : "false"}&serverSelectionTimeoutMS=10000`;
          db = connect(`mongodb://${credentials}@${STORE_HOST}:${STORE_PORT}/${DATABASE}?${query}`);
        '
        """;
}
