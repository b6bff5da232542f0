using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>
/// What the scripts that create users do for the readiness probe of a server that answers no query without a login. So the administrator's
/// password, of which a running pod has the first one only, can change.
/// </summary>
internal static class ProbeScripts
{
    /// <summary>The user of MySQL's probe, a name that no service can have. Without rights, it logs in from its own pod only.</summary>
    public const string MysqlUser = "store.probe";

    private const string Mysql = $"""


        query <<'SQL'
        CREATE USER IF NOT EXISTS '{MysqlUser}'@'localhost', '{MysqlUser}'@'127.0.0.1';
        SQL
        """;

    /// <summary>What to append to the script of a kind's users; null if the kind's probe needs no user there.</summary>
    public static string? Find(StoreKind kind) => kind == StoreKind.Mysql ? Mysql : null;
}
