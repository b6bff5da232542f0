namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in MongoDB's image, in its shell.</summary>
internal static class MongodbScripts
{
    /// <summary>Creates users, in the database <c>admin</c>. MongoDB creates their own databases with the first document.</summary>
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
        """;
}
