using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>The command with which a probe asks a store, inside its container, for an answer to a query.</summary>
internal static class StoreHealth
{
    /// <summary>
    /// Asks for versions of the API as Kafka's clients do first: length 10, key 18, version 0, number 1 and no client's name. The answer
    /// repeats the number. Kafka's own tools start a Java machine and connect to the Service, which has no pod before this one is ready.
    /// </summary>
    private const string AskKafka = """
        exec 3<>/dev/tcp/127.0.0.1/PORT
        printf '\0\0\0\012\0\022\0\0\0\0\0\001\377\377' >&3
        [ "$(head -c 8 <&3 | od -An -v -tx1 | tr -d ' \n' | tail -c 8)" = 00000001 ]
        """;

    /// <summary>
    /// Asks as the user that has no rights, which the job of the store's users creates once the server is ready. Until then root's first
    /// password is still valid.
    /// </summary>
    private const string AskMysql = $$"""
        query() { mysql --protocol=tcp -h 127.0.0.1 -P PORT -N -e 'SELECT 1' -u "$1"; }
        query {{ProbeScripts.MysqlUser}} 2>/dev/null || { export MYSQL_PWD="$MYSQL_ROOT_PASSWORD" && query root; }
        """;

    /// <summary>
    /// Creates the command; null for the object store, which answers over HTTP. While an image prepares an empty volume, its server is
    /// reached only through a socket or the loopback address, so each command takes the way of the store's clients. PostgreSQL's image lets
    /// anyone in over the loopback address, RabbitMQ's tools use its cookie, and MongoDB answers a ping without a login: no rotation of the
    /// administrator's password makes a pod unready. Valkey's own restarts the server.
    /// </summary>
    /// <param name="kind">The kind of store.</param>
    /// <param name="port">The port on which the server listens.</param>
    public static ImmutableArray<string>? Create(StoreKind kind, int port)
    {
        var script = kind switch
        {
            StoreKind.Postgres => """
                PGPASSWORD="$POSTGRES_PASSWORD" exec psql -X -At -h 127.0.0.1 -p PORT -U "${POSTGRES_USER:-postgres}" -d postgres -c 'SELECT 1'
                """,
            StoreKind.Mysql => AskMysql,
            StoreKind.Valkey => """
                [ "$(valkey-cli -h 127.0.0.1 -p PORT ping)" = PONG ]
                """,
            StoreKind.Rabbitmq => "rabbitmq-diagnostics -q check_running && rabbitmq-diagnostics -q check_port_connectivity",
            StoreKind.Kafka => AskKafka,
            StoreKind.Mongodb => """
                exec mongosh --quiet --norc --host "$HOSTNAME" --port PORT --eval 'db.adminCommand({ ping: 1 }).ok || quit(1)'
                """,
            _ => null,
        };
        return script is null
            ? null
            :
            [
                kind is StoreKind.Kafka ? "bash" : "sh",
                "-c",
                script.Replace("PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
            ];
    }
}
